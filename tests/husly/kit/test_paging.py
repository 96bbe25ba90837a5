from husly.kit.web.paging import PAGE_SIZE, Paging, page_number, rows_of


def test_the_first_page_starts_at_the_first_row() -> None:
    assert rows_of(page_number(-3)) == {"limit": PAGE_SIZE, "offset": 0}
    assert rows_of(3)["offset"] == 2 * PAGE_SIZE


def test_an_empty_list_has_one_page_and_a_full_one_no_more() -> None:
    assert Paging(1, 0, "/cases").pages == 1
    assert Paging(1, PAGE_SIZE, "/cases").pages == 1
    assert Paging(1, PAGE_SIZE + 1, "/cases").pages == 2


def test_links_lead_to_the_ends_and_the_neighbours_with_the_filters() -> None:
    paging = Paging(10, 20 * PAGE_SIZE, "/cases", {"search": "Møllevej", "group": None})
    assert [number for number, _, _ in paging.links] == [1, 8, 9, 10, 11, 12, 20]
    assert [number for number, _, here in paging.links if here] == [10]
    assert paging.address(2) == "/cases?search=M%C3%B8llevej&number=2"
