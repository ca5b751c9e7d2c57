using System.Text.Json;

namespace NetThreat.Evaluation;

/// <summary>An evaluation as JSON: the same data as the table.</summary>
internal static class EvaluationJson
{
    public static void Write(Stream stream, EvaluationReport report)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("activities");
        foreach (var capture in report.Captures)
            foreach (var activity in capture.Activities) Activity(json, capture, activity);
        json.WriteEndArray();
        json.WriteStartArray("classes");
        foreach (var total in report.Classes) Class(json, total);
        json.WriteEndArray();
        json.WriteStartArray("captures");
        foreach (var capture in report.Captures) Capture(json, capture);
        json.WriteEndArray();
        json.WriteNumber("found", report.Found);
        json.WriteNumber("labelled", report.Labelled);
        json.WriteNumber("false_incidents", report.FalseIncidents);
        json.WriteNumber("benign_hours", report.BenignHours);
        Optional(json, "false_incidents_per_hour", report.FalsePerHour);
        json.WriteEndObject();
    }

    private static void Activity(Utf8JsonWriter json, CaptureScore capture, ActivityScore score)
    {
        json.WriteStartObject();
        json.WriteString("file", capture.File);
        json.WriteNumber("line", score.Activity.Line);
        json.WriteString("activity", score.Activity.Row.Activity);
        json.WriteString("attacker", score.Activity.Row.Attacker);
        json.WriteString("victim", score.Activity.Row.Victim);
        json.WriteBoolean("found", score.Incident is not null);
        json.WriteString("incident_id", score.Incident?.Id.ToString());
        json.WriteString("incident", score.Incident?.Title);
        Optional(json, "time_to_detect_seconds", score.TimeToDetect?.TotalSeconds);
        json.WriteEndObject();
    }

    private static void Class(Utf8JsonWriter json, ClassTotal total)
    {
        json.WriteStartObject();
        json.WriteString("activity", total.Activity);
        json.WriteNumber("found", total.Found);
        json.WriteNumber("labelled", total.Labelled);
        Optional(json, "median_time_to_detect_seconds", total.MedianTimeToDetect?.TotalSeconds);
        json.WriteEndObject();
    }

    private static void Capture(Utf8JsonWriter json, CaptureScore capture)
    {
        json.WriteStartObject();
        json.WriteString("file", capture.File);
        json.WriteNumber("packets", capture.Packets);
        json.WriteNumber("benign_hours", capture.BenignHours);
        json.WriteStartArray("false_incidents");
        foreach (var incident in capture.FalseIncidents)
        {
            json.WriteStartObject();
            json.WriteString("incident_id", incident.Id.ToString());
            json.WriteString("incident", incident.Title);
            json.WriteNumber("opened_seconds", (incident.Opened - capture.Start).TotalSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } v) json.WriteNumber(name, v);
        else json.WriteNull(name);
    }
}
