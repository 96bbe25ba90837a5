"""Danish grid coordinates (ETRS89 / UTM zone 32N, EPSG:25832) as degrees, to well below a metre within Denmark."""

from math import atan, atanh, cos, cosh, degrees, radians, sin, sinh, sqrt

SEMI_MAJOR_M, FLATTENING = 6378137.0, 1 / 298.257222101
SCALE, FALSE_EASTING_M, CENTRAL_MERIDIAN_DEG = 0.9996, 500_000.0, 9.0


def degrees_of(easting_m: float, northing_m: float) -> tuple[float, float]:
    """Latitude and longitude of a grid point: Krüger's series to the third order (GRS 80)."""
    n = FLATTENING / (2 - FLATTENING)
    radius = SEMI_MAJOR_M / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi, eta = northing_m / (SCALE * radius), (easting_m - FALSE_EASTING_M) / (SCALE * radius)
    series = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96,
        n**2 / 48 + n**3 / 15,
        17 * n**3 / 480,
    )
    north, east = xi, eta
    for order, factor in enumerate(series, start=1):
        north -= factor * sin(2 * order * xi) * cosh(2 * order * eta)
        east -= factor * cos(2 * order * xi) * sinh(2 * order * eta)
    longitude = CENTRAL_MERIDIAN_DEG + degrees(atan(sinh(east) / cos(north)))
    return _latitude(sin(north) / sqrt(sinh(east) ** 2 + cos(north) ** 2)), longitude


def _latitude(conformal_tan: float) -> float:
    """Geographic latitude in degrees from the tangent of the conformal one, by Newton's way."""
    e = sqrt(FLATTENING * (2 - FLATTENING))
    t = conformal_tan
    for _ in range(4):
        s = sinh(e * atanh(e * t / sqrt(1 + t * t)))
        guess = t * sqrt(1 + s * s) - s * sqrt(1 + t * t)
        step = (conformal_tan - guess) / sqrt(1 + guess * guess)
        t += step * (1 + (1 - e * e) * t * t) / ((1 - e * e) * sqrt(1 + t * t))
    return degrees(atan(t))


def grid_of(latitude: float, longitude: float) -> tuple[float, float]:
    """Easting and northing in metres: the way back, for the stand-in of the registers."""
    e = sqrt(FLATTENING * (2 - FLATTENING))
    n = FLATTENING / (2 - FLATTENING)
    radius = SEMI_MAJOR_M / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    phi, away = radians(latitude), radians(longitude - CENTRAL_MERIDIAN_DEG)
    t = sinh(atanh(sin(phi)) - e * atanh(e * sin(phi)))
    xi, eta = atan(t / cos(away)), atanh(sin(away) / sqrt(1 + t * t))
    series = (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16, 13 * n**2 / 48 - 3 * n**3 / 5, 61 * n**3 / 240)
    north, east = xi, eta
    for order, factor in enumerate(series, start=1):
        north += factor * sin(2 * order * xi) * cosh(2 * order * eta)
        east += factor * cos(2 * order * xi) * sinh(2 * order * eta)
    return FALSE_EASTING_M + SCALE * radius * east, SCALE * radius * north
