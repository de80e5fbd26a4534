"""The network of a bundle, as the app runs it."""

from __future__ import annotations

from typing import Any

from models.arrays.networks import array_network
from models.bundle import Bundle, damage


def packed_network(bundle: Bundle, threads: int = 1) -> Any:
    """Return the stepper of a bundle, packed; of shapes that take no steps, the classifier or the dictionary on arrays.

    Raises:
        BundleError: the weights are not those of its architecture.
    """
    if bundle.manifest.shape not in ("many-to-many", "one-to-many"):
        return array_network(bundle)
    # Importing these takes ONNX Runtime, which a classifier does without.
    from models.packed.many_to_many import PackedManyToManyStepper
    from models.packed.one_to_many import PackedOneToManyStepper

    with damage(bundle.folder):
        if bundle.manifest.shape == "many-to-many":
            return PackedManyToManyStepper(bundle.architecture, bundle.stored, threads)
        return PackedOneToManyStepper(bundle.architecture, bundle.stored, threads)
