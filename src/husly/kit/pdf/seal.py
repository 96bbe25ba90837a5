"""The operator's digital seal on a paper: a PAdES signature with a certificate from a PKCS#12 file (ETSI EN 319 142).

A paper made with a place for the seal (``Document.seal_label``) stays accessible and fit to be kept when it is sealed.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from husly.kit.pdf.tagged import FIELD


class SealError(Exception):
    """The certificate cannot be used. The text never holds its password."""


class _KeepingWriter(IncrementalPdfFileWriter):
    """Adds the seal and leaves what the file says of itself alone: it would no longer be PDF/A."""

    def _update_meta(self) -> None:
        """Nothing to do."""


@cache
def _signer(certificate: Path, password: str) -> signers.SimpleSigner:
    try:
        found: signers.SimpleSigner = signers.SimpleSigner.load_pkcs12_data(
            certificate.read_bytes(), other_certs=[], passphrase=password.encode() or None
        )
        return found
    except OSError as error:
        raise SealError(f"seal_certificate {certificate}: cannot be read ({type(error).__name__})") from None
    except ValueError:
        raise SealError(f"seal_certificate {certificate}: cannot be opened; is seal_password right?") from None


def seal(paper: bytes, *, certificate: Path, password: str) -> bytes:
    """The paper with the seal in its field. Raises ``SealError`` where the certificate cannot be used."""
    details: Any = signers.PdfSignatureMetadata(field_name=FIELD, subfilter=SigSeedSubFilter.PADES)
    signer = signers.PdfSigner(details, signer=_signer(certificate, password))
    sealed = signer.sign_pdf(_KeepingWriter(BytesIO(paper)), existing_fields_only=True)
    return bytes(sealed.getvalue())
