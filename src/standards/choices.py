"""The closed lists that facts choose from, with their labels."""

from standards.text import Text

KIND_LABELS: dict[str, Text] = {
    "house": Text("Hus", "House"),
    "flat": Text("Lejlighed", "Flat"),
    "hotel": Text("Hotel eller kro", "Hotel or inn"),
    "holiday_home": Text("Sommerhus", "Holiday home"),
    "farm": Text("Landbrugsejendom", "Farm"),
    "employer_home": Text("Arbejdsgiverens egen bolig", "The employer's own home"),
    "container": Text("Container", "Container"),
    "caravan": Text("Campingvogn", "Caravan"),
    "site_hut": Text("Skurvogn", "Site hut"),
    "workplace_room": Text("Rum på arbejdspladsen", "Room at the workplace"),
    "commercial_building": Text("Erhvervsbygning", "Commercial building"),
    "vehicle": Text("Køretøj", "Vehicle"),
}

USE_LABELS: dict[str, Text] = {
    "bedroom": Text("Soveværelse", "Bedroom"),
    "living": Text("Opholdsrum", "Living room"),
    "kitchen": Text("Køkken", "Kitchen"),
    "bath": Text("Bad eller toilet", "Bath or toilet"),
    "other": Text("Andet", "Other"),
}

COOKING_LABELS: dict[str, Text] = {
    "stove": Text("Komfur", "Stove"),
    "oven": Text("Ovn", "Oven"),
    "hotplate": Text("Kogeplade", "Hotplate"),
    "microwave": Text("Mikroovn", "Microwave"),
    "kettle": Text("Elkedel", "Kettle"),
}

PLAN_CONTENT_LABELS: dict[str, Text] = {
    "employer_contact": Text("Arbejdsgiverens kontaktoplysninger", "Contact details of the employer"),
    "address": Text("Adresse", "Address"),
    "area": Text("Boligens størrelse", "Size of the dwelling"),
    "residents": Text("Antal beboere", "Number of residents"),
    "prevention": Text("Hvordan smitte forebygges", "How infection is prevented"),
    "cleaning_instruction": Text("Anvisning om rengøring", "Cleaning instruction"),
}

REGISTER_CONTENT_LABELS: dict[str, Text] = {
    "address": Text("Adresse", "Address"),
    "resident_names": Text("Beboernes navne", "Names of the residents"),
    "residents": Text("Antal beboere", "Number of residents"),
    "area": Text("Areal", "Area"),
    "facilities": Text("Faciliteter", "Facilities"),
}

KINDS = tuple(KIND_LABELS)
USES = tuple(USE_LABELS)
COOKING = tuple(COOKING_LABELS)
PLAN_CONTENT = tuple(PLAN_CONTENT_LABELS)
REGISTER_CONTENT = tuple(REGISTER_CONTENT_LABELS)

LABELS: dict[str, dict[str, Text]] = {
    "kind": KIND_LABELS,
    "use": USE_LABELS,
    "cooking": COOKING_LABELS,
    "plan_content": PLAN_CONTENT_LABELS,
    "register_content": REGISTER_CONTENT_LABELS,
}

ITEM_LABELS: dict[str, Text] = {
    **COOKING_LABELS,
    **REGISTER_CONTENT_LABELS,
    **PLAN_CONTENT_LABELS,
    "toilet": Text("Toilet", "Toilet"),
    "water": Text("Vand", "Water"),
    "heating": Text("Varme", "Heating"),
    "electricity": Text("Elektricitet", "Electricity"),
    "bed": Text("Seng", "Bed"),
    "chair": Text("Stol", "Chair"),
    "table": Text("Bord", "Table"),
}
