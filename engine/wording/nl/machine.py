"""What the machine says of a diagram that passed the rules, and of a case that its model stops."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "bpmn.unreadable": "Dit diagram is niet te lezen[: {detail}]. Bewaar het opnieuw.",
    "bpmn.process.not_executable": "Geen enkel proces is uitvoerbaar. Zet ‘uitvoerbaar’ aan.",
    "bpmn.process.empty": "Dit proces is leeg. Teken een start, het werk en een einde.",
    "bpmn.flow.unreachable": "Geen enkele procedure komt hier. Verbind of verwijder deze stap.",
    "bpmn.flow.no_target": "Deze stroom hangt los[: ‘{missing}’]. Verbind beide kanten.",
    "bpmn.flow.into_start": "Hier mag geen stroom toekomen. Verwijder de stroom.",
    "bpmn.flow.out_of_end": "Uit een einde vertrekt geen stroom. Verwijder de stroom.",
    "bpmn.flow.dead_end": "Hier stopt de stroom zonder einde. Teken een einde.",
    "bpmn.start.missing": "Er is geen start. Teken een start.",
    "bpmn.start.several": "Er is meer dan één gewone start. Laat er één staan.",
    "bpmn.start.same_message": "Deze procedure begint op twee plaatsen met hetzelfde bericht"
    "[: ‘{message}’]. Laat er één staan.",
    "bpmn.start.term": "Een procedure begint niet met een wettelijke termijn: er loopt er nog "
    "geen. "
    "Kies een tijdstip.",
    "bpmn.start.variables": "Dit tijdstip gebruikt gegevens van een procedure die er nog niet is"
    "[: {names}]. Schrijf een tijdstip zonder gegevens.",
    "bpmn.start.instantiates": "Een stap die de procedure begint, heeft geen inkomende stroom, "
    "geen "
    "rand en geen herhaling, en staat niet in een subprocedure. Teken ze vooraan.",
    "bpmn.start.behind_gateway": "Een keuze die de procedure begint, wacht op berichten[, niet op "
    "‘{target}’]. Kies een bericht.",
    "bpmn.start.no_key": "De berichten die samen deze procedure beginnen, hebben een sleutel "
    "nodig. "
    "Schrijf pr:correlation, of een sleutel bij de samenwerking.",
    "bpmn.event_gateway.parallel": "Alleen een keuze die de procedure begint, wacht op alles. "
    "Zet ze "
    "op ‘Exclusive’.",
    "bpmn.message_flow.two_messages": "De twee kanten van deze berichtstroom noemen elk een ander "
    "bericht[: {messages}]. Kies hetzelfde.",
    "bpmn.message.keep": "Deze duur[: ‘{text}’] is onleesbaar. Schrijf bijvoorbeeld P30D.",
    "bpmn.link.no_target": "Deze sprong komt nergens toe. Teken de aankomst met dezelfde naam.",
    "bpmn.link.has_outgoing": "Een sprong heeft geen eigen stroom. Verwijder de stroom.",
    "bpmn.id.duplicate": "Het id[ ‘{id}’] komt twee keer voor. Geef een van beide een ander id.",
    "bpmn.reference.unknown": "De verwijzing[ ‘{reference}’] bestaat niet. Kies een bestaande.",
    "bpmn.message.unknown": "Het bericht[ ‘{reference}’] bestaat niet. Kies een bestaand bericht.",
    "bpmn.error.unknown": "De fout[ ‘{reference}’] bestaat niet. Kies een bestaande fout.",
    "bpmn.signal.unknown": "Het signaal[ ‘{reference}’] bestaat niet. Kies een bestaand signaal.",
    "bpmn.escalation.unknown": "De escalatie[ ‘{reference}’] bestaat niet. Kies een bestaande.",
    "bpmn.error.must_interrupt": "Een fout onderbreekt altijd. Zet ‘onderbreken’ aan.",
    "bpmn.error.no_code": "Deze fout heeft geen foutcode. Kies een fout met een code.",
    "bpmn.timer.term_and_time": "Er staat een termijn én een tijdstip bij. Laat er één staan.",
    "bpmn.timer.syntax": "Het tijdstip[ ‘{text}’] is onleesbaar. Kies een termijn.",
    "bpmn.script.missing": "Dit script is leeg. Schrijf het in FEEL.",
    "bpmn.script.no_result_variable": "De uitkomst van het script heeft geen naam. Geef er een.",
    "bpmn.script.not_a_context": "Een script is een lijst van namen. Schrijf { naam: waarde }.",
    "bpmn.boundary.not_attached": "De randgebeurtenis hangt nergens aan. Hang ze aan een taak.",
    "bpmn.event_gateway.one_way": "Een wachtkeuze heeft minstens twee wegen. Voeg er een toe.",
    "bpmn.event_gateway.target": "Na een wachtkeuze wacht elke weg op iets. Kijk ‘{target}’ na.",
    "bpmn.event.waits_for_nothing": "Deze gebeurtenis wacht op niets. Kies waarop ze wacht.",
    "bpmn.event_sub_process.flows": "Een gebeurtenis start deze subprocedure: ze heeft geen "
    "stromen en wordt niet herhaald. Verwijder ze.",
    "bpmn.compensation.in_flow": "Een stap die terugdraait, staat niet in de stroom. Verwijder de "
    "stromen.",
    "bpmn.compensation.of_process": "Geen enkele procedure roept deze aan, dus niemand draait ze "
    "terug. Zet dit in een subprocedure.",
    "bpmn.compensation.no_handler": "Deze rand zegt niet welke stap terugdraait. Verbind ze met "
    "een associatie.",
    "bpmn.compensation.out_of_reach": "De stap[ ‘{reference}’] staat niet in hetzelfde deel van de "
    "procedure. Draai een stap terug die ernaast staat.",
    "bpmn.compensation.twice": "Dit wordt op twee manieren teruggedraaid. Laat er één staan.",
    "bpmn.compensation.unused": "Niemand gebruikt deze stap die terugdraait. Verbind of verwijder "
    "ze.",
    "bpmn.cancel.no_border": "Na deze annulatie gaat het nergens verder. Zet een annulatie op de "
    "rand van de transactie.",
    "bpmn.multiple.parallel_start": "Een start wacht alleen op berichten samen. Start met één "
    "aanleiding en wacht in de stroom op de andere.",
    "bpmn.multiple.parallel_error": "Een fout of annulatie stopt het werk meteen en wacht niet op "
    "andere aanleidingen. Hang ze apart.",
    "bpmn.multiple.compensation": "Terugdraaien staat niet samen met andere aanleidingen. Hang het "
    "apart.",
    "bpmn.ad_hoc.start_or_end": "Een subprocedure zonder vaste volgorde heeft geen start en geen "
    "einde. Verwijder ze.",
    "bpmn.ad_hoc.no_order": "De volgorde van deze delen is niet te lezen. Verbind ze met stromen.",
    "bpmn.task.quantity": "Het aantal[ ‘{reference}’] is geen getal van 1 tot 100. Zet het op 1.",
    "bpmn.complex.no_activation": "Deze poort zegt niet wanneer ze verdergaat. Schrijf een "
    "voorwaarde, bijvoorbeeld activationCount >= 2.",
    "bpmn.data.two_ways": "Een gegevenspijl rekent op twee manieren: met een transformatie en "
    "met een "
    "toewijzing. Laat er één staan.",
    "bpmn.loop.maximum": "Het grootste aantal rondes[ ‘{maximum}’] is geen getal. Zet er een.",
    "bpmn.loop.endless": "Deze taak herhaalt zich zonder einde. Schrijf een voorwaarde.",
    "bpmn.loop.how_many": "Zeg hoe vaak dit herhaald wordt: een lijst of een aantal, niet beide.",
    "bpmn.loop.output": "Zeg bij de uitkomst van de herhaling zowel de lijst als wat erin komt.",
    "bpmn.loop.name": "De naam[ ‘{reference}’] bij deze herhaling is geen naam van een gegeven.",
    "bpmn.loop.no_event": "Deze herhaling zegt niet welke gebeurtenis ze opwerpt[: ‘{reference}’ "
    "bestaat niet]. Kies een signaal, een bericht of een escalatie.",
    "bpmn.loop.no_condition": "Deze herhaling zegt niet wanneer ze een gebeurtenis opwerpt. "
    "Schrijf "
    "een voorwaarde.",
    "bpmn.loop.event_kind": "Een herhaling werpt alleen signalen, berichten en escalaties op[, "
    "niet "
    "{kind}]. Kies er een.",
    "collection_is_no_list": "De lijst waarover herhaald wordt[ bij ‘{element}’] is geen lijst. "
    "Een analist kijkt het na.",
    "cardinality_is_no_number": "Het aantal herhalingen[ bij ‘{element}’] is geen aantal. "
    "Een analist kijkt het na.",
    "bpmn.job.missing": "Deze taak weet niet wat ze moet doen. Kies een opdracht of een brief.",
    "bpmn.decision.missing": "Deze taak heeft geen beslisregel. Kies er een.",
    "bpmn.call.missing": "Deze aanroep zegt niet welk proces. Kies een proces.",
    "bpmn.call.no_start": "Het aangeroepen proces[ ‘{called}’] heeft geen gewone start.",
    "bpmn.call.unknown": "Het aangeroepen proces[ ‘{called}’] bestaat niet. Kies een bestaand.",
    "bpmn.decision.unknown": "De beslisregel[ ‘{decision}’] bestaat niet. Kies een bestaande.",
    "bpmn.process.duplicate": "[‘{name}’|Dit proces] staat in twee bestanden[, ook in ‘{other}’]. "
    "Laat er één staan, of geef er één een ander id.",
    "condition_without_answer": "Een voorwaarde[ bij ‘{element}’] gaf ja noch nee. "
    "Een analist kijkt het na.",
    "correlation_without_key": "De sleutel van een bericht[ bij ‘{element}’] is niet bekend"
    "[: {expression} geeft niets]. Een analist kijkt het na.",
    "correlation_changed": "Een bericht[ bij ‘{element}’] heeft een andere sleutel dan het vorige "
    "van deze procedure. Een analist kijkt het na.",
    "decision_without_answer": "Geen enkele regel[ van ‘{decision}’] past bij deze gegevens. "
    "Een analist kijkt het na.",
    "no_condition_true": "Geen enkele weg[ na ‘{element}’] past bij deze gegevens. "
    "Een analist kijkt het na.",
    "not_a_text": "Een berekende groep of naam[ bij ‘{element}’] is geen tekst. "
    "Een analist kijkt het na.",
    "script_without_result": "Een script[ bij ‘{element}’] gaf geen uitkomst. "
    "Een analist kijkt het na.",
    "no_such_call": "Er is geen proces[ ‘{result}’] dat[ ‘{element}’|deze stap] kan aanroepen. "
    "Een analist kijkt het na.",
    "timer_without_time": "Een tijdstip[ bij ‘{element}’] kon niet berekend worden. "
    "Een analist kijkt het na.",
    "too_many_steps": "De procedure draait in een kring. Een analist kijkt het na.",
    "job_unknown": "De opdracht[ ‘{name}’] bestaat niet. Een beheerder kijkt het na.",
    "decision_incomplete": "De beslissing is niet volledig[: {missing} ontbreekt]. "
    "Een analist kijkt het na.",
    "decision_without_decider": "Niet duidelijk is wie besliste. Een analist kijkt het na.",
    "decision_without_four_eyes": "Voorstel, nazicht en beslissing zijn niet van drie "
    "verschillende mensen. Laat een collega de stap overdoen.",
    "clock_day_is_no_date": "De dag waarop de termijn[ ‘{term}’] begint, is niet bekend.",
    "clock_never_stops": "De termijn[ ‘{term}’] kan niet opgeschort worden.",
    "clock_never_restarts": "De termijn[ ‘{term}’] kan niet opnieuw beginnen.",
    "clock_extension_without_reason": "De verlenging[ van ‘{term}’] heeft geen motivering. "
    "Schrijf waarom de termijn langer wordt.",
    "clock_extended_before": "De termijn[ ‘{term}’] is al een keer verlengd.",
    "clock_extension_not_longer": "De verlenging[ van ‘{term}’] maakt ze niet langer.",
    "clock_outside_calendar": "De termijn[ ‘{term}’] zou buiten de kalender eindigen. "
    "Een analist kijkt het na.",
    "clock_extended_too_late": "De termijn[ ‘{term}’] kan niet meer verlengd worden: dat kan enkel "
    "voor de laatste dag.",
    "clock_not_started": "De termijn[ ‘{term}’] loopt nog niet, dus dit kan nog niet.",
    "term_unknown": "De termijn[ ‘{term}’] staat niet in het register. Voeg ze toe.",
    "term_not_in_force": "De termijn[ ‘{term}’] gold nog niet op {day}. Kijk ‘valid_from’ na.",
    "term_row_missing": "De termijn[ ‘{term}’] staat niet in het register voor die dag.",
    "term_without_days": "De termijn[ ‘{term}’] heeft geen aantal dagen in het register.",
    "term_without_hours": "De termijn[ ‘{term}’] heeft geen aantal uren in het register.",
    "job_failed": "Een opdracht van het systeem mislukte. Een beheerder kijkt het na.",
    "no_letter": "Er is geen brief gekozen[: {expression} geeft niets]. Pas het diagram aan.",
}
