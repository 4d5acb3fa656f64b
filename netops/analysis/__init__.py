"""Pure analysis of a Network: layer 2, OSPF, BGP, the tables they give together, and how two Snapshots differ."""

from netops.analysis.failures import Failures

__all__ = ["Failures", "compare", "predict"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from netops.analysis.comparison import compare
    from netops.analysis.prediction import predict


def __getattr__(name: str) -> object:
    """Prediction loads numpy and scipy: only when it is asked for."""
    if name == "predict":
        from netops.analysis.prediction import predict

        return predict
    if name == "compare":
        from netops.analysis.comparison import compare

        return compare
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
