"""Every setting of an installation, in one frozen class.

Values come from the environment (``HUSLY_DATABASE_URL=...``), else from a TOML file (``HUSLY_CONFIG``, default
``husly.toml`` in the working directory), else from the defaults here. ``husly check-config`` prints what is in force
and what is wrong. docs/how-to/configure.md documents each key; a test compares the two.
"""

import os
import re
import secrets
import tomllib
from datetime import date
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

REPOSITORY = Path(__file__).parents[2]

SupervisionModel = Literal["none", "state", "municipality", "split"]


MOST_CLOSED_DAYS = 60
"""More closed days besides public holidays are a slip; deadlines would run far beyond what the law means."""


class Settings(BaseSettings):
    """What an operator may set; see docs/how-to/configure.md."""

    model_config = SettingsConfigDict(env_prefix="HUSLY_", frozen=True, extra="forbid")

    database_url: str = Field(
        "sqlite:///var/husly.sqlite",
        description="SQLAlchemy address; sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME",
    )
    secret_key: SecretStr = Field(
        default_factory=lambda: SecretStr(secrets.token_urlsafe(32)),
        description="Signs forms against forgery; at least 32 characters. Random per start unless set.",
    )
    data_path: Path = Field(REPOSITORY / "data", description="Folder that holds municipalities/")
    outbox_path: Path = Field(Path("var/outbox"), description="Where `husly worker` puts letters for the post room")
    post_channel: Literal["folder", "digital_post", "paper"] = Field(
        "folder",
        description="How letters leave: files for a post room, MeMo for Digital Post (mail with a link without CVR),"
        " or the day's print bundle",
    )
    memo_version: Literal["1.1", "1.2"] = Field("1.2", description="Version of MeMo messages (Digital Post)")
    memo_legal_notification: bool = Field(
        False, description="Whether notices of visits are legal notifications in Digital Post; the operator's decision"
    )
    smtp_host: str = Field("", description="Server that takes mail; empty: mails are files in outbox_path/mail")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port")
    smtp_user: str = Field("", description="User at the mail server; empty: no sign-in")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password at the mail server")
    smtp_starttls: bool = Field(True, description="Encrypt the line to the mail server before anything is sent")
    mail_from: str = Field("", description="Sender of mails, such as husly@myndighed.example; needed with smtp_host")
    demo_mode: bool = Field(False, description="Demonstration: letters bear PRØVE, every page says so")
    secure_cookies: bool = Field(True, description="Cookies over HTTPS only; `husly demo serve` turns it off")
    session_hours: int = Field(8, ge=1, le=72, description="Hours until a signed-in person must sign in again")
    import_max_mb: int = Field(50, ge=1, description="Largest declaration file that is read, in megabytes")
    import_rows_at_once: int = Field(
        2000, ge=1, description="Rows of an uploaded file that are handled at once; longer ones go to `husly worker`"
    )
    clamd_address: str = Field(
        "",
        description="Virus scanner: clamd's socket or host:port; empty: only the EICAR test file is known",
    )
    evidence_list: Path | None = Field(
        None, description="YAML list of photos and documents asked for; unset: the shipped list"
    )
    scan_required: bool = Field(False, description="Take no upload while the virus scanner does not answer")
    scan_timeout_s: float = Field(20.0, gt=0, le=120, description="Seconds that the virus scanner gets for one file")
    api_requests_per_minute: int = Field(
        60, ge=1, le=10_000, description="Requests that one API token may make a minute"
    )
    default_language: Literal["da", "en"] = Field("da", description="Language of pages before a person chooses")
    supervision_model: SupervisionModel = Field("state", description="Who supervises (domain CFG-01)")
    resident_names: bool = Field(
        False, description="Take the residents' names with declarations; only where the law asks for them (CFG-16)"
    )
    packs: tuple[str, ...] = Field(
        ("dk-indkvarteringslov-2025", "dk-arbejdsgruppe-2021"),
        description="Rule packs shown when housing is declared, the governing one first",
    )
    reconfirm_months: int = Field(
        12, ge=0, le=60, description="Months until an employer is asked to confirm a declaration; 0 = never (D14)"
    )
    update_days: int = Field(
        1, ge=0, le=365, description="Days within which a change must be declared; 0 = no duty (domain DEC-01)"
    )
    update_day_kind: Literal["working", "calendar"] = Field(
        "working", description="How update_days are counted: in Danish working days, or in all days"
    )
    declaration_duty: bool = Field(
        False,
        description="Whether the law demands declarations; off: lateness is shown, without consequence (LAW-03)",
    )
    tip_retention_days: int | None = Field(
        None,
        ge=1,
        le=36500,
        description="Days after which closed reports of residents and tips are emptied; unset: never (CFG-16)",
    )
    commuting_km: int = Field(
        75, ge=1, le=1000, description="Work farther than this from all declared housing hints at undeclared housing"
    )
    nightly_searches: bool = Field(
        False, description="The worker scores and searches once a day after 02:00 Danish time; it never learns"
    )
    risk_score: bool = Field(True, description="Off: lists and plans work without any score (K9)")
    risk_shown_to_employers: bool = Field(
        True, description="Whether employers see the open points of their own housing (K7)"
    )
    random_visit_share: float = Field(0.10, ge=0, le=0.5, description="Share of planned visits drawn at random")
    exploration_visit_share: float = Field(
        0.10, ge=0, le=0.5, description="Further share drawn among dwellings never inspected, undeclared ones first"
    )
    skills_list: Path | None = Field(None, description="YAML list of inspectors' skills; unset: the shipped list")
    notice_posting_days: int = Field(1, ge=0, le=10, description="Days from dispatch to delivery assumed in plans")
    visit_reminders: bool = Field(
        True, description="Whether officers are reminded by mail of visits, unsent notices and missing conclusions (P8)"
    )
    deadline_reminders: bool = Field(
        True, description="Whether officers are told by mail 7 days and 1 day before each legal deadline, and after it"
    )
    party_reminders: bool = Field(
        False, description="Whether employers are told by mail 7 days and 1 day before an item of an order is due"
    )
    notice_reminder_days: int = Field(
        3, ge=0, le=30, description="Days before its last day to leave on which an unsent notice is told to the planner"
    )
    hearing_days: int = Field(14, ge=1, le=90, description="Days a party gets to answer a hearing, unless set")
    public_url: str = Field("", description="Address of this site in printed QR codes; empty: as the reader came to it")
    authority_name: str = Field("Tilsynsmyndigheden", description="Sender of letters")
    authority_address: str = Field("", description="Sender's postal address, lines separated by ;")
    authority_cvr: str = Field("", description="Sender's CVR number")
    authority_phone: str = Field("", description="Sender's telephone number")
    authority_email: str = Field("", description="Sender's e-mail address")
    authority_payment: str = Field("", description="Where a fixed penalty is paid to: account, FIK or IBAN, one line")
    help_line_name: str = Field("", description="Who helps people who are forced to work, told to residents")
    help_line_phone: str = Field("", description="Their telephone number; empty: residents are told of 112 only")
    publication: Literal["off", "aggregate", "certificates"] = Field(
        "off", description="What /housing tells the public: nothing, counts by municipality, or certificates as well"
    )
    publication_addresses: bool = Field(
        False, description="With certificates: whether an exact address finds housing too (domain PRIV-12)"
    )
    searches_per_minute: int = Field(
        30, ge=1, le=10_000, description="Public searches that one place may make a minute in each server process"
    )
    privacy_url: str = Field("", description="Page that explains how personal data are treated, printed in letters")
    seal_certificate: Path | None = Field(
        None, description="PKCS#12 file of the certificate that seals issued letters; unset: no digital seal"
    )
    seal_password: SecretStr = Field(SecretStr(""), description="Password of seal_certificate")
    complaint_body: str = Field("", description="Who decides complaints (OPEN-03); letters are not issued without")
    complaint_days: int = Field(0, ge=0, le=365, description="Days to complain; 0 = not decided, blocks issue")
    complaint_suspends: bool | None = Field(
        None, description="Whether a complaint suspends an order; unset blocks issue"
    )
    fine_only_after_order: bool | None = Field(
        None, description="Whether a fine needs an order that was not obeyed (CFG-07); unset blocks every fine"
    )
    police_district: str = Field("", description="Police district that reports go to; can be changed on each report")
    police_address: str = Field("", description="Postal address of that police district")
    closed_days: tuple[str, ...] = Field(
        (),
        description="Days without work besides public holidays, as MM-DD, such as 12-24; no deadline ends on them",
    )
    rehousing_order_power: Literal["yes", "no", "unset"] = Field(
        "unset", description="Whether the law lets the authority order rehousing (CFG-08); unset blocks such orders"
    )
    rehousing_payer: Literal["unset", "employer", "owner", "authority"] = Field(
        "unset", description="Who pays for rehousing (OPEN-07), filled into new orders; unset: chosen in each of them"
    )
    rehousing_payer_law: str = Field("", description="The legal basis on which they pay, as the letter cites it")
    lookup_hosts: tuple[str, ...] = Field((), description="Hosts that look-ups may ask; empty: nothing calls out")
    lookup_timeout_s: float = Field(5.0, gt=0, le=60, description="Seconds that a register gets to answer")
    lookup_retries: int = Field(2, ge=0, le=5, description="Further tries when a register does not answer")
    lookup_per_second: float = Field(2.0, gt=0, le=50, description="Questions a second to one host at most")
    lookup_days: int = Field(30, ge=1, le=365, description="Days until a register is asked again")
    address_provider: Literal["none", "adressevaelger", "nominatim", "photon"] = Field(
        "none", description="Where addresses are looked up"
    )
    address_url: str = Field("https://adressevaelger.dk", description="Address of the address register or geocoder")
    address_token: SecretStr = Field(SecretStr(""), description="Token of Adressevælger")
    cvr_provider: Literal["none", "virk"] = Field("none", description="Where companies are looked up")
    cvr_url: str = Field("http://distribution.virk.dk/cvr-permanent", description="Address of the CVR distribution")
    cvr_user: str = Field("", description="User of the CVR distribution")
    cvr_password: SecretStr = Field(SecretStr(""), description="Password of the CVR distribution")
    bbr_provider: Literal["none", "datafordeler"] = Field("none", description="Where buildings are looked up")
    bbr_url: str = Field("https://graphql.datafordeler.dk/BBR/v3", description="Address of BBR's GraphQL")
    datafordeler_key: SecretStr = Field(SecretStr(""), description="API key of Datafordeler")
    directions_url: str = Field(
        "https://www.openstreetmap.org/directions?route={from};{to}",
        description="Link to directions on the page of a day, {from} and {to} as latitude,longitude; empty: no link",
    )
    tour_url: str = Field(
        "https://routing.openstreetmap.de/?loc={points:&loc=}",
        description="Link to the route of a whole day; {points:X} are its points joined by X; empty: no link",
    )
    day_keep_hours: int = Field(
        24, ge=1, le=72, description="Hours after which the copy of a day on a telephone is deleted"
    )
    routing_url: str = Field(
        "", description="Address of a road network for driving times; empty: a rule of thumb. Its host: lookup_hosts"
    )
    routing_kind: Literal["osrm", "valhalla"] = Field("osrm", description="Which program answers there")
    routing_timeout_s: float = Field(5.0, gt=0, le=60, description="Seconds that it gets for one table of drives")
    routing_plan_s: float = Field(
        30.0, gt=0, le=600, description="Seconds that one plan may wait for it in all; the rest is the rule of thumb"
    )
    routing_table_size: int | None = Field(
        None, ge=2, le=1000, description="Places from and to in one table; unset: 100 with OSRM, 50 with Valhalla"
    )
    routing_days: int = Field(90, ge=1, le=3650, description="Days until a drive is asked again")
    routing_store: Path = Field(Path("var/drives.sqlite"), description="File that keeps the drives told")
    map_tiles_url: str = Field(
        "", description="Base map as pictures: address with {z}, {x} and {y}; empty: municipalities alone"
    )
    map_style_url: str = Field("", description="Base map as a MapLibre style instead; everything in it from one host")
    map_attribution: str = Field("", description="Whom the base map comes from, as its licence wants it said")
    trusted_proxies: tuple[str, ...] = Field(
        (),
        description="Addresses or networks of the proxies before `husly serve`, which tell where a request came from",
    )
    workers: int = Field(2, ge=1, le=64, description="Server processes of `husly serve`")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base names it
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base names it
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the TOML file."""
        path = _config_file()
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=path)

    @property
    def closed_month_days(self) -> frozenset[tuple[int, int]]:
        """``closed_days`` as month and day, as `husly.kit.calendar` takes them."""
        return frozenset((int(day[:2]), int(day[3:])) for day in self.closed_days)

    @property
    def authority_contact(self) -> str:
        """Where the authority is reached, telephone first; empty where neither is known."""
        return ", ".join(one for one in (self.authority_phone, self.authority_email) if one)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if len(self.secret_key.get_secret_value()) < 32:
            raise ValueError("secret_key: at least 32 characters are needed")
        if not self.database_url.startswith(("sqlite://", "postgresql+psycopg://")):
            raise ValueError("database_url: use sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME")
        try:
            make_url(self.database_url)
        except (ArgumentError, ValueError):
            raise ValueError("database_url: cannot be read; a special character of a password is %-encoded") from None
        if self.scan_required and not self.clamd_address:
            raise ValueError("scan_required: name the scanner in clamd_address, or unset it")
        self._check_proxies()
        self._check_closed_days()
        self._check_lookups()
        self._check_map_links()
        self._check_routing()
        self._check_base_map()
        if self.smtp_host and "@" not in self.mail_from:
            raise ValueError("mail_from: with smtp_host an address to send from is needed, such as husly@firm.example")
        return self

    def _check_proxies(self) -> None:
        for proxy in self.trusted_proxies:
            try:
                ip_network(proxy)
            except ValueError:
                raise ValueError(
                    f"trusted_proxies: {proxy!r} is no address or network; write 127.0.0.1 or 10.0.0.0/24"
                ) from None

    def _check_closed_days(self) -> None:
        if len(set(self.closed_days)) > MOST_CLOSED_DAYS:
            raise ValueError(f"closed_days: at most {MOST_CLOSED_DAYS} days can be closed besides public holidays")
        for day in self.closed_days:
            try:
                date.fromisoformat(f"2000-{day}")
            except ValueError:
                raise ValueError(f"closed_days: {day!r} is no day; write MM-DD, such as 12-24") from None
            if not re.fullmatch(r"\d\d-\d\d", day):
                raise ValueError(f"closed_days: {day!r} is no day; write MM-DD, such as 12-24")

    def _check_map_links(self) -> None:
        known = {"directions_url": r"\{(from|to)\}", "tour_url": r"\{points:[^{}]*\}"}
        for name, placeholder in known.items():
            link = getattr(self, name)
            if link and (not link.startswith("https://") or set(re.sub(placeholder, "", link)) & set("{}")):
                raise ValueError(
                    f"{name}: an address that begins with https:// and holds no other placeholders than"
                    " {from} and {to}, or {points:X} for a tour"
                )

    def _check_lookups(self) -> None:
        for name in ("address", "cvr", "bbr"):
            if getattr(self, f"{name}_provider") == "none":
                continue
            url = urlsplit(getattr(self, f"{name}_url"))
            if url.scheme not in ("http", "https") or url.hostname not in self.lookup_hosts:
                raise ValueError(
                    f"{name}_provider: the host of {name}_url ({url.hostname}) must stand in lookup_hosts,"
                    " or set the provider to none"
                )

    def _check_routing(self) -> None:
        if not self.routing_url:
            return
        url = urlsplit(self.routing_url)
        if url.scheme not in ("http", "https") or url.hostname not in self.lookup_hosts:
            raise ValueError(
                f"routing_url: its host ({url.hostname}) must stand in lookup_hosts, or leave routing_url empty"
            )

    @property
    def map_origin(self) -> str:
        """Scheme and host that browsers read the base map from; empty without one."""
        url = urlsplit(self.map_tiles_url or self.map_style_url)
        return f"{url.scheme}://{url.netloc}" if url.netloc else ""

    def _check_base_map(self) -> None:
        """A host stands in the headers of every answer, so nothing else may."""
        if self.map_tiles_url and self.map_style_url:
            raise ValueError("map_tiles_url: name pictures or a style (map_style_url), not both")
        for name in ("map_tiles_url", "map_style_url"):
            address = getattr(self, name)
            if address and not re.fullmatch(r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?/[^\s\"'<>;]*", address):
                raise ValueError(f"{name}: write a whole address that begins with https:// and a host")
        if self.map_tiles_url and not all(part in self.map_tiles_url for part in ("{z}", "{x}", "{y}")):
            raise ValueError("map_tiles_url: the address must hold {z}, {x} and {y}")


class ConfigFileError(Exception):
    """The TOML file of settings cannot be read; the text says why and what to do."""


def _config_file() -> Path:
    """The TOML file, read once to see that it is one. Raises ``ConfigFileError``; a missing default file is none."""
    named = os.environ.get("HUSLY_CONFIG")
    path = Path(named or "husly.toml")
    try:
        tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if named:
            raise ConfigFileError(f"{path}: no such file; correct HUSLY_CONFIG, or unset it") from None
    except OSError as error:
        raise ConfigFileError(f"{path}: cannot be read ({error.strerror}); name a TOML file in HUSLY_CONFIG") from None
    except ValueError as error:  # neither UTF-8 nor TOML
        raise ConfigFileError(f"{path}: not TOML ({error}); correct the file") from None
    return path


@cache
def settings() -> Settings:
    """The settings in force, read once per process.

    Raises ``pydantic.ValidationError`` that names each wrong key, ``SettingsError`` for an environment variable that is
    not the JSON it should be, and ``ConfigFileError``.
    """
    return Settings()
