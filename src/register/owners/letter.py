"""The letter that tells an owner; a draft, in Danish and English, without a word of who lives there."""

from register.owners.models import OwnerNotice

_TEXT = """UDKAST / DRAFT

{name}
{address}

Der er anmeldt bolig til ansatte på din adresse

En arbejdsgiver har anmeldt, at ansatte bor på {dwelling}, og har oplyst, at du ejer boligen.
Du kan se, hvad der er anmeldt, og gøre indsigelse på Huslys side /owner med denne kode:

    {code}

Du behøver ingen konto. En indsigelse sletter intet; myndigheden ser på den.

Housing for employees is declared at your address

An employer has declared that employees live at {dwelling}, and has named you as its owner.
You can see what is declared, and contest it, on the page /owner of Husly with the code above.
You need no account. A contest deletes nothing; the authority looks at it.
"""


def owner_letter(notice: OwnerNotice, dwelling: str) -> str:
    """The letter of one notice."""
    return _TEXT.format(name=notice.name, address=notice.postal_address, dwelling=dwelling, code=notice.code)
