"""What a description says of the trade and not of the goods: destination, maker, brand, price. It never counts.

Who buys goods and what they cost is no part of a control list; a matcher that lets it in is not blind.

>>> blinded("krytron for Iran, made by Acme GmbH, price EUR 4,500")
'krytron , , '
"""

import re
from functools import lru_cache

__all__ = ["blinded"]

_COUNTRIES = """
afghanistan albania albanie albanien algeria algerije algerien algérie andorra angola argentina argentinië
argentinien argentine armenia armenië armenien arménie australia australië australien australie austria oostenrijk
österreich autriche azerbaijan azerbeidzjan aserbaidschan bahrain bahrein bangladesh belarus wit-rusland
weißrussland biélorussie belgium belgië belgien belgique bolivia bosnia bosnië bosnien botswana brazil brazilië
brasilien brésil brunei bulgaria bulgarije bulgarien bulgarie cambodia cambodja kambodscha cambodge cameroon
kameroen kamerun cameroun canada kanada chad tsjaad tschad chile chili china chine colombia kolumbien colombie congo
kongo croatia kroatië kroatien croatie cuba kuba cyprus zypern chypre czechia tsjechië tschechien tchéquie denmark
denemarken dänemark danemark djibouti ecuador egypt egypte ägypten égypte eritrea estonia estland estonie ethiopia
ethiopië äthiopien éthiopie finland finnland finlande france frankrijk frankreich gabon gabun georgia georgië
georgien géorgie germany duitsland deutschland allemagne ghana greece griekenland griechenland grèce guatemala
guinea guinee haiti honduras hong-kong hongkong hungary hongarije ungarn hongrie iceland ijsland island islande
india indien inde indonesia indonesië indonesien indonésie iran iraq irak ireland ierland irland irlande israel
israël italy italië italien italie jamaica japan japon jordan jordanië jordanien jordanie kazakhstan kazachstan
kasachstan kenya kenia kosovo kuwait koeweit koweït kyrgyzstan kirgizië kirgisistan laos latvia letland lettland
lettonie lebanon libanon liban libya libië libyen libye liechtenstein lithuania litouwen litauen lituanie luxembourg
luxemburg macao madagascar malawi malaysia maleisië malaisie mali malta mauritania mexico mexiko mexique moldova
moldavië moldau monaco mongolia mongolië mongolei montenegro morocco marokko maroc mozambique myanmar namibia
namibië nepal netherlands nederland niederlande pays-bas holland nicaragua niger nigeria norway noorwegen norwegen
norvège oman pakistan panama paraguay peru philippines filipijnen philippinen poland polen pologne portugal qatar
katar romania roemenië rumänien roumanie russia rusland russland russie rwanda saudi-arabia saoedi-arabië
saudi-arabien senegal serbia servië serbien serbie singapore singapur singapour slovakia slowakije slowakei
slovaquie slovenia slovenië slowenien slovénie somalia south-africa zuid-afrika südafrika spain spanje spanien
espagne sudan soedan suriname sweden zweden schweden suède switzerland zwitserland schweiz suisse syria syrië syrien
syrie taiwan tajikistan tadzjikistan tanzania thailand thaïlande togo tunisia tunesië tunesien tunisie turkey
turkije türkei turquie turkmenistan uganda ukraine oekraïne uruguay uzbekistan oezbekistan usbekistan venezuela
vietnam yemen jemen yémen zambia zimbabwe usa uk uae vae vs dprk prc
""".split()
_LONGER = (
    "united states|united kingdom|united arab emirates|north korea|south korea|saudi arabia|south africa|new zealand"
    "|sri lanka|hong kong|costa rica|el salvador|dominican republic|czech republic|verenigde staten|verenigd koninkrijk"
    "|verenigde arabische emiraten|noord-korea|zuid-korea|noord korea|zuid korea|nieuw-zeeland|vereinigte staaten"
    "|vereinigtes königreich|vereinigte arabische emirate|nordkorea|südkorea|neuseeland|états-unis|royaume-uni"
    "|émirats arabes unis|corée du nord|corée du sud|arabie saoudite|afrique du sud|the netherlands"
    "|people's republic of china"
)
_COUNTRY = "(?:" + _LONGER + "|" + "|".join(re.escape(name) for name in sorted(_COUNTRIES, key=len, reverse=True)) + ")"
_TO = (
    r"(?:(?:for|to|from|in|naar|voor|uit|nach|für|aus|pour|vers|en|au|aux|destined for|bestemd voor|bestimmt für"
    r"|made in|vervaardigd in|hergestellt in|fabriqué en|export(?:ed)? to|shipped to|delivery to"
    r"|origin)\s+(?:the\s+|de\s+)?)*"
)
_PLACE = re.compile(rf"(?<![\w-]){_TO}(?<![\w-]){_COUNTRY}(?![\w-])", re.I)
_LABELLED = re.compile(
    r"(?<!\w)(?:(?:destination|end[- ]?users?|consignee|customer|buyer|ship(?:ped)?[- ]to"
    r"|country of (?:origin|destination)"
    r"|manufacturer|maker|supplier|brand|make|vendor|(?:unit |total )?price|(?:customs |total )?value"
    r"|bestemming|eindgebruiker|afnemer|klant|fabrikant|fabricaat|merk|leverancier|prijs|waarde"
    r"|bestimmungsland|endverwender|empfänger|kunde|hersteller|marke|fabrikat|lieferant|preis|wert"
    r"|destinataire|utilisateur final|client|fabricant|marque|fournisseur|prix|valeur)"
    r"(?:\s*[:=]\s*|\s+(?:is|by|est|ist)\s+)"
    r"|(?:made|manufactured|produced|supplied|sold) by\s|gemaakt door\s|hergestellt von\s|fabriqué par\s|end[- ]user\s"
    r"|shipped to\s|ship to\s|delivered to\s|exported to\s)"
    r"[^,;()\n]*",
    re.I,
)
_SIGNED = re.compile(r"(?:(?<=[^\W\d_]) +|(?<=[,;]) *)(?:by|von|door|par) +(?:[A-Z][\w&.-]*(?: +|$|(?=[,;.])))+")
_MAKERS = """
abb acer airbus alcatel alstom amphenol asml aselsan asus babcock basf bayer bharat boeing bombardier bosch broadcom
brembo broadcom bruker bystronic canon carl-zeiss caterpillar cisco coherent-inc comau daewoo daimler dassault dell
diehl dji dmg-mori dornier draeger dräger dupont dyson embraer emcore endress+hauser ericsson evonik fanuc festo
fluke flowserve fluor fortinet fraunhofer fujitsu garmin gea-westfalia grundfos haas hamamatsu heidenhain heller
hensoldt hermle hexagon hikvision hitachi honeywell huawei infineon intel ixblue jenoptik jtekt juniper kawasaki
keysight kongsberg komatsu krauss-maffei kuka kyocera lenovo leonardo leybold lg lockheed makino mazak mbda
medtronic mercedes-benz merck microchip micron-technology mikron mitsubishi mitutoyo motorola nexperia nikon nokia
northrop novartis nvidia oerlikon okuma olympus omron oshkosh otis panasonic parker-hannifin pfeiffer philips
pilatus prima-power qualcomm qinetiq rafael raytheon renault renesas renishaw rheinmetall rohde safran samsung
sandvik sartorius schlumberger schneider-electric schunk siemens sick-ag skf sony spinner-group starrag
stmicroelectronics sulzer tektronix teledyne thales thermo-fisher thyssenkrupp toshiba toyota trumpf vaisala viasat
volvo wago xilinx yamaha yaskawa yokogawa zeiss zte analog-devices texas-instruments rolls-royce general-electric
pratt-&-whitney rohde-&-schwarz l3harris elbit-systems bae-systems saab-ab northrop-grumman lockheed-martin
general-dynamics teledyne-flir
""".split()
_MAKER = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(re.escape(name).replace(r"\-", "[ -]") for name in sorted(_MAKERS, key=len, reverse=True))
    + r")(?![\w-])(?:\s+(?:AG|GmbH|Inc|Ltd|B\.?V|N\.?V|S\.?A|SE|plc|LLC|Corp)\b\.?)?",
    re.I,
)
_AMOUNT = r"\d[\d.,' ]*(?:\s?(?:k|mln|m|million|thousand))?"
_CURRENCY = r"(?:EUR|USD|GBP|CHF|JPY|CNY|SEK|DKK|NOK|PLN|euros?|dollars?|[€$£¥])"
_PRICE_WORD = r"(?:(?:unit |total )?(?:price|value)|prijs|waarde|preis|wert|prix|valeur)"
_SUM = rf"(?:{_CURRENCY}\s?{_AMOUNT}|(?<![\w.,]){_AMOUNT}\s?{_CURRENCY}(?!\w)(?:,-)?)"
_PRICE = re.compile(rf"(?:(?<!\w){_PRICE_WORD}\s+)?{_SUM}", re.I)


_WORD = re.compile(r"\w+")
_NAMES_BEGIN = frozenset(
    found[0] for name in (*_COUNTRIES, *_LONGER.split("|"), *_MAKERS) if (found := _WORD.search(name))
)
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=4096)
def blinded(text: str) -> str:
    """``text`` without what it says of destination, maker, brand and price."""
    # Most texts have no figure or none of the names in them: looking for these one by one takes longer than all else.
    text = _LABELLED.sub("", text)
    if _DIGIT.search(text):
        text = _PRICE.sub("", text)
    text = _SIGNED.sub("", text)
    if not _NAMES_BEGIN.isdisjoint(_WORD.findall(text.lower())):
        text = _PLACE.sub("", _MAKER.sub("", text))
    return text
