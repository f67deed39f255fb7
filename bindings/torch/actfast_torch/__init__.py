"""libactfast's activation functions as functions and modules of PyTorch, on the CPU.

    import actfast_torch, torch

    model = torch.nn.Sequential(torch.nn.Linear(64, 48), actfast_torch.SquarePlus(learnable=True),
                                torch.nn.Linear(48, 64), actfast_torch.SwiGLU())
    model(torch.randn(8, 64)).sum().backward()

Functions have the names of the library (actfast_torch.swish), modules those of PyTorch (Swish).
"""
from . import _functions, _modules
from ._modules import Activation, GatedUnit

#: The functions and the modules by their names.
functions = _functions.build_all()
modules = _modules.build_all(functions)

globals().update(functions)
globals().update(modules)

__all__ = ["Activation", "GatedUnit", "functions", "modules", *functions, *modules]
