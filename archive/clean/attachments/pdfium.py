"""PDFium without the machine's fonts.

Where a PDF names a font and does not hold it, PDFium measures every letter in one of the
machine's: 500 such pages took 9.0 s, without any font 1.8 s, and gave the same paragraphs. So
they do not depend on what is installed either.
"""

from __future__ import annotations

import ctypes
from typing import Final

import pypdfium2
import pypdfium2.raw

_NOWHERE: Final = ctypes.create_string_buffer(b"/nonexistent")


def _start() -> None:
    """Start PDFium anew with a folder of fonts that is not there; pypdfium2 has started it."""
    config = pypdfium2.raw.FPDF_LIBRARY_CONFIG
    char_p = ctypes.POINTER(ctypes.c_char)
    folders = (char_p * 2)()  # ends with a null pointer
    folders[0] = ctypes.cast(_NOWHERE, char_p)
    pypdfium2.raw.FPDF_DestroyLibrary()
    pypdfium2.raw.FPDF_InitLibraryWithConfig(
        config(version=2, m_pUserFontPaths=ctypes.cast(folders, ctypes.POINTER(char_p)))
    )


_start()

PdfDocument = pypdfium2.PdfDocument
PdfPage = pypdfium2.PdfPage
PdfTextPage = pypdfium2.PdfTextPage
PdfiumError = pypdfium2.PdfiumError
raw = pypdfium2.raw
