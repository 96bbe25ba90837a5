"""What an inspector of the demonstration writes down of a rule that is not kept: something that could be seen there."""

_WORDS = {
    "no_hazard": "Der var skimmel på ydervæggen i to af de rum, beboerne sover i",
    "toilet": "Boligens eneste toilet skyllede ikke",
    "drinking_water": "Vandet fra køkkenhanen var brunt og havde bundfald",
    "wastewater": "Spildevand fra køkkenet løb ud på jorden ved gavlen",
    "protection": "Ydervæggen i det ene soverum var våd, og vinden trak ind under vinduet",
    "daylight": "Det ene soverum har kun et vindue på 30 × 40 cm mod en mur",
    "window": "Vinduet i det ene soverum var skruet fast og kunne ikke åbnes",
    "heating": "Der var 14 °C i soverummene med fuld varme på",
    "indoor_climate": "Luften var tung og fugtig, og der var kondens på alle vinduer",
    "cap": "Der sov tre personer i et af beboelsesrummene, og boligen har under 20 m² pr. person",
    "cap_dwelling": "Der bor flere end to personer pr. beboelsesrum i gennemsnit",
    "cap_room": "Der sov tre personer i et af beboelsesrummene",
}
OTHERWISE = "Forholdet blev set ved besøget og er beskrevet i notatet derfra"
"""For rules of packs that the demonstration does not come with."""


def seen(requirement_id: str) -> str:
    """The words for a rule, by the last part of its id."""
    return _WORDS.get(requirement_id.rpartition(".")[2], OTHERWISE)
