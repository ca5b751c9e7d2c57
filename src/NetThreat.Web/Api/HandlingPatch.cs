using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NetThreat.Core.Incidents;
using NetThreat.Web.Api.Model;

namespace NetThreat.Web.Api;

/// <summary>JSON merge patch (RFC 7396) of what people set: absent stays, null clears.</summary>
internal static class HandlingPatch
{
    /// <returns>The handling after the patch, and every fault by member; with a fault the handling means nothing.</returns>
    public static async Task<(IncidentHandling Wanted, Dictionary<string, string[]> Faults)> ReadAsync(HttpRequest request, IncidentHandling present, int maxLength)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var wanted = present;
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, new() { MaxDepth = 4 }, request.HttpContext.RequestAborted);
            if (body.RootElement.ValueKind != JsonValueKind.Object) faults["body"] = ["must be a JSON object"];
            else foreach (var member in body.RootElement.EnumerateObject()) wanted = Apply(wanted, member, maxLength, faults);
        }
        catch (JsonException e)
        {
            faults["body"] = [$"is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}"];
        }
        return (wanted, faults);
    }

    private static IncidentHandling Apply(IncidentHandling handling, JsonProperty member, int maxLength, Dictionary<string, string[]> faults)
    {
        switch (member.Name)
        {
            case "state":
                if (State(member.Value) is { } state) return handling with { State = state };
                faults["state"] = ["must be open, acknowledged or closed"];
                return handling;
            case "assignee":
                return handling with { Assignee = Note(member, 64, faults) };
            case "comment":
                return handling with { Comment = Note(member, maxLength, faults) };
            default:
                faults[member.Name.Length > 60 ? member.Name[..60] : member.Name] = ["unknown member; known are assignee, comment, state"];
                return handling;
        }
    }

    private static IncidentState? State(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        foreach (var state in Enum.GetValues<IncidentState>())
            if (value.ValueEquals(Names.Camel(state))) return state;
        return null;
    }

    private static string? Note(JsonProperty member, int maxLength, Dictionary<string, string[]> faults)
    {
        if (member.Value.ValueKind == JsonValueKind.Null) return null;
        string? text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
        if (text is null || text.Length > maxLength) faults[member.Name] = [$"must be text of at most {maxLength} characters, or null"];
        return text;
    }
}
