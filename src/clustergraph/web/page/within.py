"""How people say that something is in a country: "in the United Kingdom", "au Royaume-Uni".

French takes the preposition from the gender, the number and the first letter of a name. Knows names
in words; a name that it does not know follows the rule.
"""

from __future__ import annotations

from clustergraph.languages import Text
from clustergraph.terms import fold


def _names(told: str) -> frozenset[str]:
    return frozenset(fold(name) for name in told.split(", "))


_THE = _names(
    "Bahamas, Central African Republic, Comoros, Czech Republic, Democratic Republic of "
    "the Congo, Dominican Republic, Gambia, Maldives, Marshall Islands, Netherlands, "
    "Philippines, Russian Federation, Seychelles, Solomon Islands, United Arab Emirates, "
    "United Kingdom, United States, United States of America"
)
_AUX = _names(
    "Bahamas, Comores, Émirats arabes unis, États-Unis, États-Unis d’Amérique, Fidji, "
    "Îles Féroé, Îles Marshall, Îles Salomon, Maldives, Palaos, Pays-Bas, Philippines, "
    "Seychelles, Tonga"
)
_A = _names(
    "Bahreïn, Chypre, Cuba, Djibouti, Haïti, Hong Kong, La Barbade, Macao, Madagascar, "
    "Malte, Maurice, Monaco, Oman, Saint-Marin, Sainte-Lucie, Singapour, Sri Lanka, "
    "Taïwan, Trinité-et-Tobago"
)
_MASCULINE = _names("Belize, Cambodge, Mexique, Mozambique, Suriname, Zimbabwe")
_FEMININE = _names(
    "Corée du Nord, Corée du Sud, Guinée-Bissau, Macédoine du Nord, République de "
    "Moldova, République démocratique du Congo"
)


def within(name: Text) -> Text:
    """In a country, in each language."""
    french = name.translated("fr")
    article = "the " if fold(name) in _THE else ""
    return Text(f"in {article}{name}", f"{_preposition(fold(french))} {french}")


def _preposition(french: str) -> str:
    if french in _AUX:
        return "aux"
    if french in _A:
        return "à"
    if french in _MASCULINE:
        return "au"
    feminine = french in _FEMININE or french.endswith("e")
    return "en" if feminine or french[:1] in "aeiou" else "au"
