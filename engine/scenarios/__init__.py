"""Scenarios: what analysts expect of a procedure, played through the verbs in a throw-away house.

`reading` knows the shape of a file, `plan` what is in it; `staging` makes a folder of models whole,
`furnishing` a house of it; `playing` takes the steps, `judging` compares, `trying` tries a decision
on rows; `trails` and `covering` say what was met and what there is, `running` does all of it.
`rehearsals` are what a page asks for, and `alone` plays them in another process. Only `rehearsals`
touches the database that people work in: what was asked, and what came of it.
"""

from engine.scenarios.covering import Place
from engine.scenarios.furnishing import Template, furnished
from engine.scenarios.house import Clock, House, morning, text
from engine.scenarios.plan import Plans, Scenario, Step, Trial, plain
from engine.scenarios.playing import Limits, Played, play
from engine.scenarios.reading import read, read_all
from engine.scenarios.rehearsals import Rehearsal, Stage, ask, last, of_proposal
from engine.scenarios.running import Report, run
from engine.scenarios.staging import Models, models_of, plan_files
from engine.scenarios.trails import Trail

__all__ = [
    "Clock",
    "House",
    "Limits",
    "Models",
    "Place",
    "Plans",
    "Played",
    "Rehearsal",
    "Report",
    "Scenario",
    "Stage",
    "Step",
    "Template",
    "Trail",
    "Trial",
    "ask",
    "furnished",
    "last",
    "models_of",
    "morning",
    "of_proposal",
    "plain",
    "plan_files",
    "play",
    "read",
    "read_all",
    "run",
    "text",
]
