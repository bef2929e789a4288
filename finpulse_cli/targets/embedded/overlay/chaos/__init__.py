"""Faults between the functions and the services they call, on the wire that they call by. docs/decisions/chaos.md.

injector       which call meets which fault, and what has been injected
refused_calls  the services' own words for a refusal (pure)
wire           the layer before the emulator's application that has the calls meet them
workers        the processes that run a function
control        the path by which the command line says what to inject
"""
