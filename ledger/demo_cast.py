"""Who lives in the demonstration town. Names and shops are invented; communes are real."""

from dataclasses import dataclass

from ledger.core.institution import institution_of
from ledger.core.role import InstitutionKind


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop of the town: what it sells for, in minor units, between `low` and `high`."""

    name: str
    owner: str
    street: str
    insee: str
    territory: int
    activity: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident of the town."""

    name: str
    insee: str
    territory: int
    is_identified: bool = True


SHOPS = (
    Shop("Fromagerie Delebarre", "Claire Delebarre", "Place Nouvelle-Aventure", "59350", 8, "Fromagerie", 480, 2600),
    Shop("Boulangerie Brier", "Thomas Brier", "14 rue Gambetta", "59350", 8, "Boulangerie", 110, 1250),
    Shop("Le Potager de Sébastopol", "Inès Haddad", "Place Sébastopol", "59350", 8, "Primeur", 320, 2100),
    Shop("Librairie du Canal", "Jeanne Wattel", "3 quai du Wault", "59350", 8, "Librairie", 650, 3200),
    Shop("Cycles de la Deûle", "Rachid Meziane", "41 rue Solférino", "59350", 8, "Réparation de vélos", 900, 6500),
    Shop("Brasserie de l’Alma", "Luc Vandenbroucke", "22 rue de l’Alma", "59512", 3, "Brasserie", 350, 2800),
    Shop("Épicerie du Fresnoy", "Sofia Amrani", "8 rue du Fresnoy", "59512", 3, "Épicerie", 240, 2400),
    Shop("Pharmacie des Lys", "Paul Leclercq", "Grand-Place", "59599", 2, "Pharmacie", 390, 2900),
    Shop("Cordonnerie du Virolois", "Ali Benkacem", "5 rue du Virolois", "59599", 2, "Cordonnerie", 700, 3800),
    Shop("Ferme du Héron", "Marie Dumortier", "Chemin de la Ferme", "59009", 5, "Vente directe", 450, 3100),
    Shop("Café des Facs", "Émile Cordonnier", "Place Léon-Blum", "59009", 5, "Café", 150, 1400),
    Shop("Fleurs de Lambersart", "Odile Carpentier", "Avenue de Dunkerque", "59328", 6, "Fleuriste", 800, 4200),
    Shop("Traiteur du Marais", "Hugo Delattre", "Rue du Marais", "59328", 6, "Traiteur", 780, 3600),
    Shop("Moulin de Loos", "Bernard Facon", "Rue du Maréchal-Foch", "59360", 7, "Minoterie", 2500, 9000),
)  # fmt: skip

ASSOCIATIONS = (
    Shop("La Cuisine des Bois-Blancs", "Marion Lesage", "12 rue de l’Arbrisseau", "59350", 8, "Aide alimentaire", 0, 0),
    Shop("Vélos solidaires", "Gilles Pruvost", "3 rue de l’Hommelet", "59512", 3, "Atelier solidaire", 0, 0),
)  # fmt: skip
SHOPS_BEFORE_ASSOCIATIONS = 5
"""Early enough for one to be among those who may be picked at the sign-in."""
SPONSORING = 6
"""How many of the first residents sponsor the first association."""

RESIDENTS = (
    Resident("Awa Diallo", "59350", 8),
    Resident("Antoine Lemaire", "59350", 8),
    Resident("Camille Dubois", "59350", 8),
    Resident("Farid Belkacem", "59512", 3),
    Resident("Louise Desmet", "59350", 8),
    Resident("Mohamed Cherif", "59512", 3),
    Resident("Nathalie Petit", "59599", 2),
    Resident("Olivier Vanhove", "59009", 5),
    Resident("Pauline Roussel", "59350", 8),
    Resident("Quentin Masson", "59328", 6),
    Resident("Rosa Ferreira", "59360", 7),
    Resident("Samuel Okonkwo", "59350", 8),
    Resident("Thérèse Lambin", "59512", 3, is_identified=False),
    Resident("Ulysse Fontaine", "59009", 5),
    Resident("Valérie Caron", "59599", 2),
    Resident("William Thorez", "59350", 8),
    Resident("Yasmine Kaddouri", "59512", 3),
    Resident("Zoé Lefèvre", "59350", 8),
    Resident("Bastien Hennion", "59328", 6, is_identified=False),
    Resident("Denise Plouvier", "59360", 7),
)

PIN = "274905"
"""The PIN of every resident of the town: the pages of the demonstration tell it."""

ISSUER = "Association La Deûle"
AUDITOR = "Métropole européenne de Lille"
OPERATOR = "Odile Guérin"


MANAGERS = (
    ("Brigitte Vasseur", "Crédit Municipal de Lille"),
    ("Gérard Lemaître", "Crédit Municipal de Lille"),
    ("Anne Delcroix", ISSUER),
    ("Yves Morvan", ISSUER),
)
"""Who appoints the people of an institution, at two."""

PROOFS = {
    "P01": (3, "Compte rendu du comité du 12 mars"),
    "P02": (1, "Récépissé de la préfecture et statuts"),
    "P03": (1, "Courrier de l’ACPR du 4 mai"),
    "P04": (3, "Conventions de compte, de mandat et d’audit"),
    "P05": (2, "Procès-verbaux de Lille et de Roubaix"),
    "P06": (4, "Analyse d’impact, registre, déclaration, rapport de test"),
    "P09": (1, "Délibération du 28 août"),
}
"""What the launch team has noted: the value of a milestone, the document that shows it."""


@dataclass(frozen=True, slots=True)
class DeskTill:
    """A till of a desk, its number in the chart, and the teller who keeps it."""

    label: str
    chart: str
    teller: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk of a Crédit Municipal, with its tills; the first one is the busy one."""

    institution: str
    short: str
    tills: tuple[DeskTill, ...]
    controller: str
    street: str
    insee: str
    hours: str
    territories: frozenset[int]


DESKS = (
    Desk(
        "Crédit Municipal de Lille",
        "CML",
        (
            DeskTill("Caisse 1, Lille", "467101", "Nadia Lefebvre"),
            DeskTill("Caisse 2, Lille", "467103", "Sophie Caron"),
        ),
        "Isabelle Morel",
        "81 rue Gantois",
        "59350",
        "Du lundi au vendredi, de 9 h à 12 h 30 et de 13 h 30 à 17 h",
        frozenset({5, 6, 7, 8}),
    ),
    Desk(
        "Crédit Municipal de Roubaix",
        "CMR",
        (
            DeskTill("Caisse 1, Roubaix", "467201", "Karim Ben Amar"),
            DeskTill("Caisse 2, Roubaix", "467203", "Yanis Haddad"),
        ),
        "Farida Amrani",
        "2 rue du Vieil Abreuvoir",
        "59512",
        "Du mardi au samedi, de 9 h à 12 h",
        frozenset({2, 3}),
    ),
)

INSTITUTIONS = (
    institution_of(ISSUER, InstitutionKind.ISSUER),
    institution_of(AUDITOR, InstitutionKind.AUDITOR),
    *(institution_of(each.institution, InstitutionKind.DESK, code=each.short) for each in DESKS),
)
"""Who issues, who looks at the books, who keeps tills."""
