"""The closed lists that facts choose from, with their labels."""

from standards.text import Text

KIND_LABELS: dict[str, Text] = {
    "house": Text("Hus", "House"),
    "flat": Text("Lejlighed", "Flat"),
    "hotel": Text("Hotel eller kro", "Hotel or inn"),
    "hostel": Text("Vandrerhjem eller hostel", "Hostel"),
    "holiday_home": Text("Sommerhus", "Holiday home"),
    "farm": Text("Landbrugsejendom", "Farm"),
    "employer_home": Text("Arbejdsgiverens egen bolig", "The employer's own home"),
    "container": Text("Container", "Container"),
    "caravan": Text("Campingvogn", "Caravan"),
    "site_hut": Text("Skurvogn", "Site hut"),
    "workplace_room": Text("Rum på arbejdspladsen", "Room at the workplace"),
    "commercial_building": Text("Erhvervsbygning", "Commercial building"),
    "building_site": Text("Byggeplads", "Building site"),
    "vehicle": Text("Køretøj eller rasteplads", "Vehicle or rest area"),
    "ship": Text("Skib", "Ship"),
    "other": Text("Andet", "Something else"),
}

OUTSIDE_ACT_LABELS: dict[str, Text] = {
    "offshore": Text("Havanlæg", "Offshore installation"),
    "state_dwelling": Text("Statens tjeneste- eller lejebolig", "Service or rented dwelling of the state"),
    "defence_resilience": Text("Forsvarets eller beredskabets indkvartering", "Lodging by defence or resilience"),
    "drivers_weekly_rest": Text(
        "Chaufførers ugehvil uden for køretøjet, eller hvil i stedet for det på over 45 timer",
        "Drivers' weekly rest outside the vehicle, or rest in its place of more than 45 hours",
    ),
    "au_pair": Text("Au pair", "Au pair"),
}
"""Housing that the act on the accommodation of employees leaves out (§ 1, stk. 2-5); ships are a kind of dwelling."""

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
    "usual_residence": Text("Sædvanlig bopæl", "Usual residence"),
    "birth_date": Text("Fødselsdato", "Date of birth"),
    "nationality": Text("Statsborgerskab", "Nationality"),
    "identity_number": Text("Identitetsnummer", "Identity number"),
    "cost": Text("Udgift til boligen", "Cost of the lodging"),
    "begin": Text("Indflytning", "Begin of the lodging"),
    "end": Text("Fraflytning", "End of the lodging"),
}

NOTICE_CONTENT_LABELS: dict[str, Text] = {
    "date_and_length": Text("Dato og varighed", "Date and length"),
    "address": Text("Adresse", "Address"),
    "number": Text("Antal personer", "Number of persons"),
    "contact_person": Text("Kontaktperson", "Contact person"),
    "awake_watch": Text("Vågen vagt eller ej", "Awake watch or not"),
    "journal": Text("Driftsjournal", "Journal"),
    "plan": Text("Plan over bygningen", "Plan of the building"),
}

ZONING_LABELS: dict[str, Text] = {
    "residence": Text("Bolig (wonen)", "Residence (wonen)"),
    "lodging": Text("Overnatning (logies)", "Lodging (logies)"),
}

MEDICAL_STAFF_LABELS: dict[str, Text] = {
    "none": Text("Ingen", "None"),
    "nurse": Text("Sygeplejerske", "Nurse"),
    "doctor": Text("Læge", "Doctor"),
    "resident_doctor": Text("Læge på stedet", "Resident doctor"),
}
"""In rising order."""

RENT_QUALITY_LABELS: dict[str, Text] = {
    "low": Text("Lav", "Low"),
    "middle": Text("Middel", "Middle"),
    "high": Text("Høj", "High"),
}

KINDS = tuple(KIND_LABELS)
OUTSIDE_ACT = tuple(OUTSIDE_ACT_LABELS)
USES = tuple(USE_LABELS)
COOKING = tuple(COOKING_LABELS)
PLAN_CONTENT = tuple(PLAN_CONTENT_LABELS)
REGISTER_CONTENT = tuple(REGISTER_CONTENT_LABELS)
NOTICE_CONTENT = tuple(NOTICE_CONTENT_LABELS)
ZONING = tuple(ZONING_LABELS)
MEDICAL_STAFF = tuple(MEDICAL_STAFF_LABELS)
RENT_QUALITY = tuple(RENT_QUALITY_LABELS)

LABELS: dict[str, dict[str, Text]] = {
    "kind": KIND_LABELS,
    "outside_act": OUTSIDE_ACT_LABELS,
    "use": USE_LABELS,
    "cooking": COOKING_LABELS,
    "plan_content": PLAN_CONTENT_LABELS,
    "register_content": REGISTER_CONTENT_LABELS,
    "notice_content": NOTICE_CONTENT_LABELS,
    "zoning": ZONING_LABELS,
    "medical_staff": MEDICAL_STAFF_LABELS,
    "rent_quality": RENT_QUALITY_LABELS,
}

ITEM_LABELS: dict[str, Text] = {
    **COOKING_LABELS,
    **NOTICE_CONTENT_LABELS,
    **REGISTER_CONTENT_LABELS,
    **PLAN_CONTENT_LABELS,
    "toilet": Text("Toilet", "Toilet"),
    "water": Text("Vand", "Water"),
    "heating": Text("Varme", "Heating"),
    "electricity": Text("Elektricitet", "Electricity"),
    "bed": Text("Seng", "Bed"),
    "chair": Text("Stol", "Chair"),
    "table": Text("Bord", "Table"),
    "cupboard": Text("Skab", "Cupboard"),
    "seats_with_backs": Text("Siddepladser med ryglæn", "Seats with backs"),
    "sleeping_area": Text("Soveareal", "Sleeping area"),
    "living_area": Text("Opholdsareal", "Living area"),
    "eating_area": Text("Spiseplads", "Eating area"),
    "sanitary": Text("Bad og toilet", "Bath and toilet"),
}
