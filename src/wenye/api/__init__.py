"""The HTTP interface: the measures, facts and decisions of the command line under ``/api/v1/``, for programs.

What it answers is public policy and anonymous decisions; nothing that is sent is kept. Every error is a problem
document (RFC 9457, ``problems``). The interface describes itself to programs in ``/api/v1/openapi.json`` and to people
on ``/api/``.
"""
