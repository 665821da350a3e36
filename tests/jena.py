"""Jena of Debian, for the tests that ask it: what it needs to run."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import required

JARS = Path("/usr/share/java")
_BESIDE = ("slf4j-api", "guava", "commons-io", "commons-codec", "commons-lang3", "commons-csv",
           "commons-cli", "commons-compress", "jackson-core", "jackson-databind",
           "jackson-annotations", "jsonld-java", "titanium-json-ld", "jakarta.json-api",
           "dexx.collection", "thrift", "protobuf", "gson")  # fmt: skip
# Where Debian keeps the messages of its parser, which looks for them below `xerces`.
_MESSAGES = "org/apache/jena/ext/xerces/"


def classpath(folder: Path) -> list[Path]:
    """The jars, and in a folder what lies elsewhere in them than it is looked for."""
    core = JARS / "jena-core.jar"
    if not core.exists() or not shutil.which("javac"):
        required.missing("TOOLS", "install Debian's libapache-jena-java, openjdk-17-jdk-headless")
    with zipfile.ZipFile(core) as jar:
        for name in jar.namelist():
            if name.startswith(_MESSAGES) and name.endswith(".properties"):
                message = folder / "xerces" / name.removeprefix(_MESSAGES)
                message.parent.mkdir(parents=True, exist_ok=True)
                message.write_bytes(jar.read(name))
    own = sorted(each for each in JARS.glob("jena-*.jar") if each.is_symlink())
    return [folder, *own, *(JARS / f"{name}.jar" for name in _BESIDE)]
