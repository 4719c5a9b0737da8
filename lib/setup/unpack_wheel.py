"""Unpacks the part of a wheel that is in some of its folders: WHEEL DIRECTORY PREFIX..."""

import sys
import zipfile

wheel, directory, *prefixes = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(directory, [name for name in archive.namelist() if name.startswith(tuple(prefixes))])
