using System.CommandLine;
using System.Text.Json;
using NetThreat.Commands;
using NetThreat.Testing;

namespace NetThreat.Tests.Evaluation;

/// <summary>What this release promises on the labelled captures; everything else in the table is honest and free to get better.</summary>
public class LabelledCaptureTests
{
    private const string NoDetectorYet = "portscan/nmap_80_all.pcap";

    [DataFact]
    public async Task Scans_and_the_flood_are_found_and_nothing_is_false()
    {
        using StringWriter error = new(), output = new();
        string[] command = ["evaluate", "--labels", Data.Path("pcaps/LABELS.tsv"), "--json"];
        Assert.Equal(0, await CommandTable.Root().Parse(command).InvokeAsync(new InvocationConfiguration { Error = error, Output = output }));
        var json = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.Equal(0, json.GetProperty("false_incidents").GetInt32());
        Assert.True(json.GetProperty("benign_hours").GetDouble() > 10);
        var expected = json.GetProperty("activities").EnumerateArray().Where(Promised).ToList();
        Assert.True(expected.Count >= 10);
        Assert.All(expected, a => Assert.True(a.GetProperty("found").GetBoolean(), a.ToString()));
        Assert.All(expected, a => Assert.InRange(a.GetProperty("time_to_detect_seconds").GetDouble(), 0, 30));
    }

    private static bool Promised(JsonElement activity)
    {
        string file = activity.GetProperty("file").GetString()!, kind = activity.GetProperty("activity").GetString()!;
        return kind is "port_scan_vertical" or "syn_flood" || (file.StartsWith("portscan/", StringComparison.Ordinal) && file != NoDetectorYet);
    }
}
