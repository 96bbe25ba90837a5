"""Everything that may be known about a room. Bounds catch slips of the pen; they are no rule of law."""

from standards.facts.choices import USES
from standards.facts.fact import Fact, count, flag, number
from standards.text import Text

_DECLARED: tuple[Fact, ...] = (
    Fact("name", "room", "text", Text("Rummets navn", "Name of the room")),
    Fact("use", "room", "choice", Text("Brug", "Use"), choices=USES),
    number("room", "area_m2", "m2", 1, 1000, "Rummets areal", "Area of the room"),
    number("room", "ceiling_m", "m", 1, 10, "Loftshøjde", "Ceiling height"),
    count("room", "residents", "person", 500, "Personer i rummet", "Persons in the room"),
    count("room", "beds", "unit", 500, "Senge", "Beds"),
    flag("room", "lockable", "Kan låses", "Can be locked"),
    flag("room", "window_openable", "Vindue, der kan åbnes", "Window that opens"),
    flag("room", "daylight", "Tilstrækkeligt dagslys", "Adequate daylight"),
    flag("room", "heating", "Kan opvarmes", "Can be heated"),
    flag("room", "temperature_control", "Temperaturen kan reguleres", "Temperature can be controlled"),
    flag("room", "electricity", "Elektricitet", "Electricity"),
    flag("room", "fresh_air", "Frisk luft", "Fresh air"),
    flag("room", "chair", "Stol", "Chair"),
    flag("room", "table", "Bord", "Table"),
    flag("room", "storage", "Opbevaring af egne ejendele", "Storage of own belongings"),
    flag("room", "own_toilet", "Eget toilet", "Own toilet", claim=True),
    flag("room", "own_shower", "Eget bad", "Own shower or bath", claim=True),
)

# One row a line: a table to read.
# fmt: off
_FURTHER: tuple[Fact, ...] = (
    flag("room", "escape_window", "Vindue, der kan bruges som flugtvej", "Window usable for escape"),
    flag("room", "not_through_room", "Ikke gennemgangsrum", "Not a room others pass through"),
    flag("room", "low_disturbance", "Mindst mulig forstyrrelse", "Least possible disturbance"),
    number("room", "heating_c", "°C", 0, 40, "Temperatur, der kan holdes", "Temperature that can be held"),
    number("room", "bed_width_cm", "cm", 30, 300, "Sengens bredde", "Width of the bed"),
    number("room", "bed_length_cm", "cm", 100, 300, "Sengens længde", "Length of the bed"),
    number("room", "bed_height_m", "m", 0, 3, "Sengens højde over gulvet", "Height of the bed above the floor"),
    number("room", "bed_spacing_m", "m", 0, 20, "Afstand mellem senge", "Distance between beds"),
    number("room", "bunk_spacing_m", "m", 0, 20, "Afstand mellem køjesenge", "Distance between bunk beds"),
    count("room", "bunk_tiers", "tier", 10, "Køjer over hinanden (1: ingen køjeseng)", "Bunks above each other (1: no bunk bed)"),
    number("room", "bunk_clearance_m", "m", 0, 5, "Højde mellem nederste og øverste køje", "Clearance between lower and upper bunk"),
    number("room", "headroom_m", "m", 0.5, 10, "Fri højde i rummet (under rør og bjælker)", "Free height in the room (below pipes and beams)"),
    number("room", "mattress_thickness_m", "m", 0, 1, "Madrassens tykkelse", "Thickness of the mattress"),
    flag("room", "bedding", "Madras, pude og tæppe til hver", "Mattress, pillow and blanket for each"),
    flag("room", "clean_linen", "Rent sengelinned og håndklæder", "Clean linen and towels"),
    flag("room", "storage_lockable", "Aflåseligt skab til hver", "Lockable cupboard for each"),
    number("room", "storage_volume_m3", "m3", 0, 20, "Opbevaringsplads pr. person", "Storage space per person"),
    number("room", "storage_width_m", "m", 0, 10, "Skabets bredde", "Width of the cupboard"),
    number("room", "storage_depth_m", "m", 0, 10, "Skabets dybde", "Depth of the cupboard"),
    number("room", "storage_height_m", "m", 0, 10, "Skabets højde", "Height of the cupboard"),
    flag("room", "cupboard", "Skab", "Cupboard"),
    flag("room", "seats_with_backs", "Siddepladser med ryglæn", "Seats with backs"),
    count("room", "seats", "unit", 500, "Siddepladser i rummet", "Seats in the room"),
    flag("room", "table_surface", "Bordplads nok til alle i rummet", "Table surface enough for all in the room"),
    count("room", "sockets", "unit", 500, "Stikkontakter i rummet", "Sockets in the room"),
    flag("room", "sex_separated", "Kønnene sover hver for sig", "The sexes sleep apart"),
    flag("room", "shift_separated", "Skifteholdsarbejdere sover for sig", "Shift workers sleep apart"),
    flag("room", "hot_bedding", "Flere deles om samme seng på skift", "Several share one bed in turns"),
    flag("room", "no_cooking_in_room", "Ingen madlavning i soverummet", "No cooking in the sleeping room"),
    flag("room", "no_unfit_space", "Ikke i indgang, gang, på loft eller i kælder", "Not in an entrance, passage, attic or basement"),
    flag("room", "combined_use", "Her både soves, laves mad og opholdes", "Used for sleeping, cooking and living"),
    flag("room", "family_unit", "Rummet bebos af en familie", "The room is lived in by a family"),
    count("room", "children_under_10", "person", 100, "Heraf børn under 10 år", "Of these, children under 10"),
    number("room", "area_low_ceiling_m2", "m2", 0, 1000, "Heraf areal med under 1,5 m til loftet", "Of this, area with less than 1.5 m to the ceiling"),
    number("room", "share_above_2_m", "share", 0, 1, "Andel af arealet med mindst 2 m til loftet", "Share of the area with at least 2 m to the ceiling"),
    number("room", "window_area_m2", "m2", 0, 500, "Vinduernes glasareal", "Glass area of the windows"),
    number("room", "window_openable_share", "share", 0, 1, "Andel af vinduerne, der kan åbnes", "Share of the windows that opens"),
    number("room", "light_lux", "lux", 0, 5000, "Belysning i lux", "Light in lux"),
    flag("room", "light_fixture", "Fast lampe i loftet", "Ceiling light"),
)
# fmt: on

ROOM_FACTS: tuple[Fact, ...] = (*_DECLARED, *_FURTHER)
"""First what Danish rules ask for, then what other countries' rules and local values ask for."""
