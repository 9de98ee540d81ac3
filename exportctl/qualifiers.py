"""The words around the noun of a parameter: which make another quantity, which do not, and which order two of them.

A working pressure is a pressure, but a glass transition temperature is not what is meant by "temperature". A peak power
is at least the power, which is at least its average.

>>> rank("peak power"), rank("power"), rank("average output power"), rank("inner diameter"), rank("peak wavelength")
(1, 0, -1, -1, 0)
"""

from functools import lru_cache

from exportctl.names import head, normal

__all__ = [
    "ATTENUATIONS",
    "AXES",
    "BARE",
    "BOUNDS",
    "CAPABILITIES",
    "CAPACITY",
    "CAVITIES",
    "CONTINUOUS",
    "COUNTED",
    "ELEMENTS",
    "ELEMENTS_OF_ARRAYS",
    "ERRORS",
    "EVENTS",
    "FIXED",
    "FLOWING",
    "FLOWS",
    "FRACTIONS",
    "INSIDE",
    "IN_USE",
    "MASS",
    "NEUTRAL",
    "OF_PARTS",
    "ONE_OF_A_KIND",
    "ORDERING",
    "OTHER",
    "OUTSIDE",
    "PIXELS",
    "POSITIONING",
    "POWERS",
    "PURE",
    "RANGED",
    "RATES_OF_WORK",
    "SAID_BY_KIND",
    "SAID_PER",
    "SHARES",
    "SPANNED",
    "SPANS",
    "SPECIFIC",
    "SPREAD",
    "STATES",
    "SUMMED",
    "SYMBOLS",
    "TAKEN_IN",
    "USED_AT",
    "USED_AT_OR_GIVING",
    "WORKED",
    "quantity",
    "rank",
    "ranking",
]

ATTENUATIONS = normal("rejection suppression loss isolation attenuation reduction")
BOUNDS = normal("maximum minimum")
CONTINUOUS = normal("average CW")
EVENTS = normal("frame flash pulse repetition framing recording loop")
NEUTRAL = normal(
    "nominal specified typical overall electrical absolute magnitude device value figure "
    "capability level supply environment"
)
IN_USE = normal("operating working service output transmitting transmit")
USED_AT = normal("wavelength frequency pressure depth altitude distance speed")
USED_AT_OR_GIVING = USED_AT | normal("temperature power energy")
RANGED = USED_AT_OR_GIVING | normal("voltage current rate acceleration")
SPREAD = normal("range band")
OF_PARTS = {
    noun: normal(words)
    for nouns, words in {
        "thickness": "wall film plate sheet strip layer",
        "volume capacity": "inside chamber tank vessel container",
        "mass": "net dry unladen",
        "energy": "storage",
        "depth": "diving dive water rated",
        "length": "x axis linear",
        "roughness": "surface",
        "impurity": "total overall",
        "altitude": "flight simulated",
        "speed": "rotational impact muzzle projectile",
        "gain": "power",
        "bandwidth": "3 dB",
        "current": "drain collector forward ion electron anode",
        "diameter": "outside",
        "resolution": "vertical",
        "wavelength": "exposure emission centre central light source",
        "power": "RF optical laser shaft",
        "frequency": "RF carrier",
        "spacing": "channel carrier",
        "accuracy error uncertainty": "measurement measuring",
        "range": "measurement measuring operating",
        "inductance": "series self parasitic equivalent",
        "temperature pressure vacuum": "furnace chamber zone hot oven process",
        "efficiency": "conversion",
    }.items()
    for noun in normal(nouns)
}
SAID_PER = {noun: normal("pulsed") for noun in normal("energy ratio time")} | {"threshold": normal("CW")}
CAPACITY = normal("capacity capability")
SAID_BY_KIND = {
    "angular velocity": normal("angular"),
    "angular acceleration": normal("angular"),
    "angle": normal("angular"),
    "acceleration": normal("linear"),
    "volume flow": normal("volume"),
    "mass flow": normal("mass"),
    "fraction": normal("fractional relative"),
}
TAKEN_IN = normal("input consumption dissipation")
COUNTED = normal("number")
OTHER = normal(
    "or and peak pulsed average rms CW residual total effective differential relative specific instantaneous"
)
STATES = normal(
    "crystal glass transition melting softening critical junction flash resonant travel sampling focal equivalent "
    "half wave scale workpiece core pump pitch spot noise leakage wind gust outlet inlet exit cooling journal bar "
    "droplet cladding acoustic intermediate vehicle displayed third overlay"
)
WORKED = normal("sample data")
RATES_OF_WORK = frozenset({"sample rate", "data rate", "weighted floating point rate", "A·s^-1"})
ONE_OF_A_KIND = normal(
    "accuracy sensitivity resolution throughput capacity error impulse gain inductance uncertainty regulation roughness"
)
POSITIONING = normal("positioning unidirectional")
POWERS = normal("power energy current voltage")
SHARES = normal("total average")
SUMMED = normal("power energy")
CAPABILITIES = normal("endurance payload thrust slew")
FIXED = normal("number limit")
SPECIFIC = RATES_OF_WORK | {
    "data",
    "absorbed dose",
    "torque",
    "mach number",
    "angle random walk",
    "magnetic flux density",
    "capacitance",
    "inductance",
    "impulse",
    "resistivity",
}
FLOWS = frozenset({"volume flow", "mass flow", "volume", "force", "impulse", "torque"})
BARE = normal(
    "power frequency wavelength temperature pressure length diameter speed volume area energy density voltage current "
    "thickness width height depth range altitude thrust force dose efficiency size mass radius displacement loss "
    "angle acceleration duration elongation stress aperture offset conductivity fluence threshold overlap vacuum"
)
SPANNED = normal("rate acceleration speed pressure")
FLOWING = normal("suction pumping pump inlet volumetric")
ERRORS = normal("accuracy error uncertainty")
PIXELS, ELEMENTS_OF_ARRAYS = normal("pixel"), normal("element")
AXES = normal("rotary linear contouring")
SPANS = SPREAD | normal("measurement measuring full scale input dynamic")
PURE = normal("content") | normal("purity concentration assay fraction proportion share")
FRACTIONS = frozenset({"fraction", "mass fraction", "volume fraction"})
CAVITIES = normal("chamber cavity tank vessel hole pore")
INSIDE, OUTSIDE, MASS = normal("inside"), normal("outside"), normal("mass")
_ORDERED = {
    noun: (normal(low), normal(high))
    for nouns, low, high in (
        ("power", "average CW or rms", "peak pulsed"),
        ("current voltage", "average rms", "peak repetitive surge"),
        ("diameter", "inside", "outside"),
        ("mass", "", "gross laden"),
        ("density", "average CW or", "peak pulsed"),
        ("energy", "average", "peak"),
        ("pressure", "", "design test burst"),
        ("volume capacity", "working useful usable fill filling net", "gross brimful"),
    )
    for noun in normal(nouns)
}
ORDERING = frozenset[str]().union(*(words for pair in _ORDERED.values() for words in pair))
_UNORDERED: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
SYMBOLS = {
    (symbol, kind): noun
    for symbols, kind, noun in (
        line.split(": ")
        for line in """λ: length: wavelength|τ: time: pulse duration|f ν: frequency: frequency|P: power: power
P p: pressure: pressure|d D Ø: length: diameter|l L: length: length|T: temperature: temperature|t: length: thickness
U V: voltage: voltage|I: current: current|m: mass: mass|v: speed: speed|E: energy: energy|A: area: area
V: volume: volume|ρ: density: density|η: fraction: efficiency|NF: level: noise figure|C: capacitance: capacitance
L: inductance: inductance|B: magnetic flux density: magnetic flux density|Tm: temperature: melting point
R: resistance: resistance|F: force: force|ρ: resistivity: resistivity|Re: number: Reynolds number flow""".replace(
            "\n", "|"
        ).split("|")
    )
    for symbol in symbols.split()
}
ELEMENTS = dict(
    pair.split("=")
    for pair in """b=boron be=beryllium re=rhenium w=tungsten f=fluorine ag=silver ta=tantalum fe=iron co=cobalt
        cu=copper mg=magnesium si=silicon y=yttrium v=vanadium""".split()
)


@lru_cache(maxsize=65536)
def quantity(name: str) -> frozenset[str]:
    """The normal form of ``name`` without maximum and minimum, "number of", "range" of frequencies, "capacity"."""
    found, noun = normal(name) - BOUNDS, head(name)
    capacity = frozenset() if noun in MASS else CAPACITY - {noun}  # what a machine takes is not what it weighs
    light = COUNTED | (SPREAD if noun in RANGED else frozenset()) | capacity
    return found - light or found


@lru_cache(maxsize=65536)
def rank(name: str) -> int:
    """-1 for a quantity that is at most the plain one, 1 for one that is at least that, 0 for any other."""
    words = normal(name)
    low, high = _ORDERED.get(head(name), _UNORDERED)
    return bool(words & high) - bool(words & low)


def ranking(noun: str) -> frozenset[str]:
    """The words that order quantities of ``noun``."""
    low, high = _ORDERED.get(noun, _UNORDERED)
    return low | high
