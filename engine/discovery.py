"""Finds plug-ins (checks, sources, analyzers, architectures) by folder; a broken or duplicate one fails loudly."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Protocol, TypeVar, runtime_checkable

from engine.errors import PluginError


@runtime_checkable
class Named(Protocol):
    """A plug-in record: anything with a name that is unique among its kind."""

    @property
    def name(self) -> str: ...


Plugin = TypeVar("Plugin", bound=Named)


def discover(
    package: ModuleType, export: str, record_type: type[Plugin] | tuple[type[Plugin], ...], *, mixed: bool = False
) -> dict[str, Plugin]:
    """Import every module of ``package`` and collect what it exports, by the plug-in's name.

    Args:
        package: the package whose modules are searched; names beginning with ``_`` are passed over.
        export: the module attribute that holds the plug-in, such as ``"CHECK"``.
        record_type: the type (or types) the attribute must have.
        mixed: the package also holds modules that are no plug-ins; those without the export are passed over.

    Raises:
        PluginError: a module fails to import, lacks the export, exports another type, or reuses a name.
    """
    found: dict[str, Plugin] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        if info.name.startswith("_"):
            continue
        plugin = _load(f"{package.__name__}.{info.name}", export, record_type, mixed)
        if plugin is None:
            continue
        if plugin.name in found:
            raise PluginError(
                f"{package.__name__}.{info.name} exports {export} named '{plugin.name}', but that name is taken. "
                "Expected every name once; rename one of the two."
            )
        found[plugin.name] = plugin
    return found


def _load(
    module_name: str, export: str, record_type: type[Plugin] | tuple[type[Plugin], ...], mixed: bool
) -> Plugin | None:
    try:
        module = importlib.import_module(module_name)
    except Exception as error:  # whatever a plug-in raises while importing is the plug-in's fault, and named so
        raise PluginError(f"{module_name} cannot be imported: {error!r}. Fix or remove the file.") from error
    if mixed and not hasattr(module, export):
        return None
    plugin = getattr(module, export, None)
    if not isinstance(plugin, record_type):
        raise PluginError(
            f"{module_name} exports {export} = {plugin!r}. Expected {export} to be {_type_names(record_type)}; "
            "define it, or begin the file's name with an underscore."
        )
    return plugin


def _type_names(record_type: type[Named] | tuple[type[Named], ...]) -> str:
    types = record_type if isinstance(record_type, tuple) else (record_type,)
    return " or ".join(each.__name__ for each in types)
