from husly.kit.errors import DomainError


def test_a_domain_error_reads_in_english_and_keeps_what_a_translator_needs():
    error = DomainError("visit_too_early", "Only {days} days of notice.", days=13)
    assert str(error) == "Only 13 days of notice."
    assert (error.code, error.message, error.params) == (
        "visit_too_early",
        "Only {days} days of notice.",
        {"days": 13},
    )


def test_a_message_without_parameters_may_hold_a_percent_sign():
    assert str(DomainError("share", "At most 25 % may be taken from pay.")) == "At most 25 % may be taken from pay."
