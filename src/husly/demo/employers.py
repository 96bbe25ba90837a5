"""Made-up employers: Danish-sounding names, numbers with a right check digit.

A number is made from seven random digits of which the first is 9, and the check digit that fits (weights 2, 7, 6, 5, 4,
3, 2 and 1; modulus 11); seven digits that no check digit fits are drawn again. As far as we know no number that begins
with 9 has been given out, so that none should be a real firm's.
"""

from collections.abc import Iterator
from random import Random

from faker import Faker

_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)


def make_cvr_number(rng: Random) -> str:
    """Eight digits that pass the check of a CVR number."""
    while True:
        body = [9, *(rng.randrange(10) for _ in range(6))]
        check = -sum(weight * digit for weight, digit in zip(_WEIGHTS, body, strict=True)) % 11
        if check < 10:
            return "".join(map(str, [*body, check]))


def make_employers(rng: Random, count: int) -> Iterator[dict[str, str]]:
    """So many employers, each with another number."""
    faker = Faker("da_DK")
    faker.seed_instance(rng.randrange(2**32))
    used: set[str] = set()
    while len(used) < count:
        number = make_cvr_number(rng)
        if number not in used:
            used.add(number)
            yield {
                "name": faker.company(),
                "cvr_number": number,
                "contact_name": faker.name(),
                "contact_email": f"post@firma{len(used)}.example",
                "contact_phone": f"00 00 {rng.randrange(100):02} {rng.randrange(100):02}",
                "postal_address": f"Prøvevej {len(used)}, 2100 København Ø",
            }
