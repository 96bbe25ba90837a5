"""Random steps of random people through cases: ``python bench/random_steps.py --steps 100000 [--seed 1]``.

Each world of 500 steps has a database of its own. Prints how many steps of which kind were lawful or refused, how
often each rule was asked, which states were reached, and how often each row of each table of lawful moves was taken;
the first step that breaks a rule stops it with its seed. The words of every letter are searched; of the pages only a
share is set (``--pages``).
"""

import argparse
import gc
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from random_step_rows import coverage
from random_steps import Tally, world

WORLD = 500


def walk(steps: int, seed: int, *, go_on: bool, share: float) -> Tally:
    """So many steps in worlds of their own; says after each world how far it is."""
    total, began = Tally(), time.monotonic()
    for number in range(-(-steps // WORLD)):
        with world(seed + number, share=share) as made:
            made.run(min(WORLD, steps - number * WORLD), go_on=go_on)
            total.add(made.tally)
        done = sum(total.lawful.values()) + sum(total.refused.values())
        print(f"{done:>8} steps, {time.monotonic() - began:.0f} s, {sum(total.broken.values())} broken", flush=True)
        for what in made.tally.broken:
            print(f"  seed {seed + number}: {what}", flush=True)
        if number % 10 == 9:
            tell(total)
    return total


def tell(total: Tally) -> None:
    """Print the sums."""
    lawful, refused = sum(total.lawful.values()), sum(total.refused.values())
    print(f"{lawful + refused} steps in {total.cases} cases: {lawful} lawful, {refused} refused,")
    print(f"of these {total.by_outsiders} tried by people who have no part in the case")
    for name in sorted({*total.lawful, *total.refused}):
        print(f"  {name:<18} {total.lawful[name]:>6} lawful {total.refused[name]:>6} refused")
    print(f"{sum(total.broken.values())} rules broken or errors")
    for what, count in total.broken.most_common():
        print(f"  {count:>4} x {what}")
    for title, counted in (
        ("asked", total.rules),
        ("letters", total.letters),
        ("states reached", total.reached),
        ("refused for", total.whys),
    ):
        print(f"{title}: " + ", ".join(f"{name} {count}" for name, count in counted.most_common() if count))
    print("\n".join(coverage(total.moves)))


def main() -> None:
    """Read the options and walk."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--go-on", action="store_true", help="print what breaks a rule and go on with new cases")
    parser.add_argument("--pages", type=float, default=0.1, help="share of letters whose page is set (0.1)")
    given = parser.parse_args()
    gc.freeze()  # a step makes many rows and forgets them: what stays need not be looked through each time
    gc.set_threshold(50_000, 50, 100)
    tell(walk(given.steps, given.seed, go_on=given.go_on, share=given.pages))


if __name__ == "__main__":
    main()
