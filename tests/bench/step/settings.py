"""Which parameters a setting trains."""


def is_trained(name, setting):
    """Frozen are the weights of attention and of the MLPs; the input and output layers are always trained."""
    return setting == "unfrozen" or not (".attn." in name or ".mlp." in name)


def split(tensors, setting):
    """The trained parameters and the frozen ones."""
    return (
        {name: value for name, value in tensors.items() if is_trained(name, setting)},
        {name: value for name, value in tensors.items() if not is_trained(name, setting)},
    )
