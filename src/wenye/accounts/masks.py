"""How personal numbers and names look wherever they are shown without a recorded reason to see them whole."""


def mask_id(number: str) -> str:
    """Identity number: the first four and the last two signs."""
    return f"{number[:4]}{'*' * (len(number) - 6)}{number[-2:]}" if len(number) > 8 else "*" * len(number)


def mask_phone(number: str) -> str:
    """Phone: the first three and the last two digits."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}" if len(number) > 6 else "*" * len(number)


def mask_account(number: str) -> str:
    """Bank account: the last four digits."""
    return f"{'*' * (len(number) - 4)}{number[-4:]}" if len(number) > 4 else "*" * len(number)


def mask_name(name: str) -> str:
    """Name: the family name stays, the rest is hidden."""
    return f"{name[:1]}{'*' * (len(name) - 1)}"


MASKS = {"id_no": mask_id, "phone": mask_phone, "bank_account": mask_account}
