import pytest

from declaration_files import ROW
from register.declarations.importing.columns import REQUIRED, column_kinds, find_columns, normal
from register.declarations.importing.problems import UnusableFileError


def refused(header: list[str]) -> str:
    with pytest.raises(UnusableFileError) as error:
        find_columns(header)
    return str(error.value)


def test_danish_names_and_paths_name_the_same_columns() -> None:
    danish = find_columns(list(ROW))
    paths = [column.kind.path for column in danish]
    assert [column.kind.path for column in find_columns(paths)] == paths
    assert {"employer.name", "dwelling.area_m2", "room.area_m2", "period.starts_on"} <= set(paths)


@pytest.mark.parametrize("path", list(column_kinds()))
def test_every_column_is_found_by_its_path_and_its_shown_name(path: str) -> None:
    kind = column_kinds()[path]
    required = [other for other in (*REQUIRED, "employer.cvr_number") if other != path]
    assert find_columns([path, *required])[0].kind is kind
    assert find_columns([kind.names[0], *required])[0].kind is kind


def test_room_columns_may_be_written_with_the_plural_of_the_document() -> None:
    assert find_columns(["rooms.area_m2", *REQUIRED, "employer.cvr_number"])[0].kind.path == "room.area_m2"


@pytest.mark.parametrize(
    "name", ["Rumareal", "RUMAREAL", "Rum areal", "rum_areal", "Rumareal (m2)", " Rumareal [kvm] "]
)
def test_letter_case_spaces_and_units_do_not_matter(name: str) -> None:
    assert normal(name) == normal("Rumareal")


def test_an_unknown_column_suggests_the_nearest() -> None:
    text = refused([*ROW, "Rumarael"])
    assert "“Rumarael”" in text
    assert "room.area_m2" in text


def test_a_column_marked_with_a_hash_is_left_out() -> None:
    assert len(find_columns([*ROW, "#Vores noter"])) == len(ROW)


def test_a_missing_column_is_named_in_both_ways() -> None:
    text = refused([name for name in ROW if name not in ("Beboere", "CVR-nummer")])
    assert "Beboere (dwelling.residents)" in text
    assert "CVR-nummer (employer.cvr_number)" in text


def test_a_foreign_number_does_instead_of_a_cvr_number() -> None:
    assert find_columns([name if name != "CVR-nummer" else "Udenlandsk nummer" for name in ROW])


def test_two_columns_that_mean_the_same_are_refused() -> None:
    assert "“Vejnavn” and “Gade”" in refused([*ROW, "Gade"])


def test_a_row_of_values_is_no_header() -> None:
    assert "first row must hold column names" in refused(["Prøvegartneriet ApS", "13585628"])
