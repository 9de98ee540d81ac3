"""What headings say: which name goods, a part number, a parameter and its unit; and where in a table they stand.

>>> meaning("Artikel-Nr."), meaning("Omschrijving (NL)"), meaning("Gewicht (kg)"), meaning("Preis")
('part number', 'description', 'parameter', 'other')
"""

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache

import attrs

from exportctl.errors import ExportctlError
from exportctl.names import normal, synonyms
from exportctl.text import unaccented
from exportctl.units import parse_unit

__all__ = [
    "DESCRIPTIONS",
    "PART_NUMBERS",
    "Heading",
    "continues",
    "find_heading",
    "is_amount",
    "is_parameter",
    "meaning",
    "plain_title",
    "set_apart",
    "unit_of",
]

_DESCRIPTIONS = """description,goods description,description of goods,product description,item description,
article description,material description,part description,short description,long description,commercial description,
goods,product,product name,article name,item name,part name,item,article,name,title,text,short text,long text,
omschrijving,artikelomschrijving,goederenomschrijving,productomschrijving,materiaalomschrijving,beschrijving,
artikelbeschrijving,productbeschrijving,korte omschrijving,lange omschrijving,benaming,goederen,productnaam,
artikelnaam,naam,tekst,
bezeichnung,beschreibung,warenbezeichnung,artikelbezeichnung,produktbezeichnung,materialbezeichnung,handelsbezeichnung,
warenbeschreibung,artikelbeschreibung,produktbeschreibung,kurzbeschreibung,langbeschreibung,kurzbezeichnung,kurztext,
materialkurztext,langtext,benennung,produktname,artikelname,produkt,ware,waren,
designation,designation des marchandises,designation commerciale,designation de l article,designation article,
designation du produit,description des marchandises,description du produit,description de l article,libelle,
libelle article,denomination,nom du produit,nom,intitule,marchandise,marchandises,produit"""
_PART_NUMBERS = """part number,part no,part nr,part num,part,pn,p n,mpn,manufacturer part number,mfr part number,
supplier part number,order number,order code,catalog number,catalogue number,cat no,stock code,nsn,sku,article number,
article no,article nr,article code,item number,item no,item nr,item code,product number,product no,product code,
material number,material no,material,model number,model no,drawing number,id,ean,gtin,
artikelnummer,artikelnr,artikel nr,artikel no,art nr,artnr,art no,artikelcode,artikel code,onderdeelnummer,
onderdeelnr,productnummer,productcode,materiaalnummer,bestelnummer,bestelcode,stuknummer,tekeningnummer,artikel,
teilenummer,teile nr,teilenr,materialnummer,materialnr,material nr,sachnummer,bestellnummer,bestell nr,produktnummer,
produktcode,zeichnungsnummer,ident nr,identnummer,
reference,ref,reference article,ref article,reference produit,numero d article,numero article,n article,n d article,
no article,code article,code produit,numero de piece"""
_OTHER = """no,nr,number,row,line,position,pos,lfd nr,volgnummer,hs code,hs,cn code,commodity code,tariff code,
goederencode,gn code,warennummer,zolltarifnummer,code douanier,quantity,qty,aantal,menge,quantite,price,unit price,
prijs,preis,prix,prix unitaire,stuksprijs,stueckpreis,stuckpreis,einzelpreis,value,waarde,wert,valeur,amount,bedrag,
betrag,montant,total,totaal,gesamt,currency,valuta,wahrung,waehrung,devise,customer,klant,kunde,client,destination,
bestemming,country,country of origin,land,land van oorsprong,ursprungsland,pays,pays d origine,origin,oorsprong,
manufacturer,maker,brand,merk,fabrikant,hersteller,fabricant,marque,supplier,leverancier,lieferant,fournisseur,vendor,
remarks,remark,comment,comments,opmerking,opmerkingen,bemerkung,bemerkungen,remarque,remarques,date,datum,leverdatum,
lieferdatum,eccn,outcome,codes,missing facts,margin,reason,list,edition,wording,sha256,exportctl,earlier decisions"""
_QUALIFIER = re.compile(r" (?:[0-9]|nl|en|de|fr|uk|gb|nederlands|engels|english|deutsch|englisch|francais|anglais)$")
_UNIT = re.compile(r"(?P<name>.+?)(?:\s*[(\[](?P<unit>[^()\[\]]+)[)\]]|,\s+(?P<after>\S+)|\s+in\s+(?P<within>\S+))")
_LAST = re.compile(r"(?P<name>.+)[ _](?P<unit>\S+)")
_WORD = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"[ _]?[0-9]$")
_LONGEST = 80
_MOST_ABOVE = 30
_ENOUGH = 2


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in text.split(",") if (name := "".join(part.split()))))


_AMOUNTS = frozenset(
    _listed("""price,unit price,prijs,stuksprijs,preis,stuckpreis,einzelpreis,prix,prix unitaire,value,
waarde,wert,valeur,amount,bedrag,betrag,montant,total,totaal,gesamt""")
)
DESCRIPTIONS, PART_NUMBERS, _OTHERS = map(_listed, (_DESCRIPTIONS, _PART_NUMBERS, _OTHER))


@lru_cache(maxsize=4096)
def plain_title(title: str) -> str:
    """The letters of a heading, without the language or the number of a like column.

    >>> plain_title("Désignation_(FR):"), plain_title("Art.-Nr."), plain_title("Omschrijving 2")
    ('designation', 'artnr', 'omschrijving')
    """
    words = " ".join(_WORD.findall(unaccented(title.casefold())))
    return _QUALIFIER.sub("", words).replace(" ", "")


@lru_cache(maxsize=4096)
def unit_of(title: str) -> tuple[str, str] | None:
    """The name and the unit that a heading states; None where it states no unit that is known.

    >>> unit_of("Bit resolution [bit]"), unit_of("Wavelength, nm"), unit_of("Peak power W"), unit_of("Price (EUR)")
    (('Bit resolution', 'bit'), ('Wavelength', 'nm'), ('Peak power', 'W'), None)
    """
    found = set_apart(title)
    if found:
        return found if _is_unit(found[1]) else None
    last = _LAST.fullmatch(title)
    if last and is_parameter(last["name"]) and not is_parameter(title) and _is_unit(last["unit"]):
        return last["name"], last["unit"]
    return None


def set_apart(title: str) -> tuple[str, str] | None:
    """The name in a heading and what stands behind it in brackets, after a comma or "in": a unit, or something else."""
    found = _UNIT.fullmatch(title)
    if found is None:
        return None
    return found["name"], next(part for part in found.group("unit", "after", "within") if part)


def _is_unit(text: str) -> bool:
    try:
        parse_unit(text)
    except ExportctlError:
        return False
    return True


def is_amount(title: str) -> bool:
    """Whether ``title`` heads amounts of money, whose figures show how decimals are written."""
    apart = set_apart(title)
    return plain_title(apart[0] if apart else title) in _AMOUNTS


@cache
def _known() -> frozenset[frozenset[str]]:
    return frozenset(normal(name) for line in synonyms() for name in (line.canonical, line.synonym))


def is_parameter(title: str) -> bool:
    """Whether ``title`` is in the table of parameters' names."""
    return normal(title) in _known()


def meaning(title: str) -> str:
    """What a heading names: "description", "part number", "parameter", "other" where it is known to be none of these,
    or "" where nobody knows.
    """
    if unit_of(title) or (is_parameter(title) and not _named(title)):
        return "parameter"
    apart = set_apart(title)
    return _named(title) or (_named(apart[0]) if apart else "")


def _named(title: str) -> str:
    plain = plain_title(title)
    if plain in DESCRIPTIONS:
        return "description"
    if plain in PART_NUMBERS:
        return "part number"
    return "other" if plain in _OTHERS else ""


def continues(first: str, other: str) -> bool:
    """Whether the column ``other`` goes on with what ``first`` says: "Description 1" and "Description 2"."""
    return _NUMBERED.sub("", first.casefold()) == _NUMBERED.sub("", other.casefold())


@attrs.frozen
class Heading:
    """The heading of a table: the ``number`` of the row that it ends with, its ``titles``, how many ``fit``."""

    number: int
    titles: tuple[str, ...]
    fit: int

    @property
    def is_sure(self) -> bool:
        """Whether more than one of its titles fits: one alone may be a sentence above the table."""
        return self.fit >= _ENOUGH


def find_heading(rows: Sequence[tuple[int, Sequence[str]]], mapped: Collection[str] = ()) -> Heading | None:
    """The heading among the first ``rows`` of a table (number and cells); None where no row names goods.

    It need not be the first: titles stand above it. It is the first row with two headings that are known, or one where
    no row has more; where the row above or below fills its gaps with more of them, as below joined cells, both are it.
    """
    known = {title.casefold() for title in mapped}
    fits = [_fit(cells, known) for _, cells in rows[:_MOST_ABOVE]]
    place = next((place for place, fit in enumerate(fits) if fit >= _ENOUGH), None)
    if place is None:
        place = next((place for place, fit in enumerate(fits) if fit), None)
    if place is None:
        return None
    number, cells = rows[place]
    best = Heading(number, tuple(cells), fits[place])
    for upper, lower in ((place - 1, place), (place, place + 1)):
        if upper >= 0 and lower < len(rows) and rows[lower][0] == rows[upper][0] + 1:
            both = _joined(rows[upper][1], rows[lower][1])
            fit = _fit(both, known)
            if (fit, _units(both)) > (best.fit, _units(best.titles)):
                best = Heading(rows[lower][0], both, fit)
    return best


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Two rows as one: what stands in both is a name above its unit, or a group above a name."""
    width = max(len(upper), len(lower))
    pairs = zip(*([*row, *("" for _ in range(width - len(row)))] for row in (upper, lower)), strict=True)
    return tuple(_with_unit(above, below) if above and below else above or below for above, below in pairs)


def _with_unit(name: str, below: str) -> str:
    titled = f"{name} ({below.strip('()[] ')})"
    return titled if is_parameter(name) and unit_of(titled) else below


def _fit(cells: Sequence[str], mapped: Collection[str]) -> int:
    """How many different headings that are known stand in a row; none where no one of them says what the goods are."""
    found = {(said, cell) for cell in cells if cell and (said := _meaning(cell, mapped))}
    return len(found) if any(said in ("description", "parameter", "mapped") for said, _ in found) else 0


def _units(cells: Sequence[str]) -> int:
    return sum(len(cell) <= _LONGEST and unit_of(cell) is not None for cell in cells)


def _meaning(cell: str, mapped: Collection[str]) -> str:
    if len(cell) > _LONGEST:
        return ""
    title = " ".join(cell.split())
    return "mapped" if title.casefold() in mapped else meaning(title)
