using System.Globalization;
using NetThreat.Flows.Features;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;
using NetThreat.Tests.Flows;

namespace NetThreat.Tests.Conformance;

/// <summary>The published CICFlowMeter rows of CIC-IDS2017 against the compatible meter on the same packets, every cell.</summary>
internal sealed class CicPeer : IPeer
{
    public string Name => "cicflowmeter";

    public string Unit => "cells";

    public double Goal => 1;

    public long EqualFloor => 16 * 76;

    public void Compare(PeerTally tally)
    {
        tally.AddCapture();
        string[] lines = File.ReadAllLines(Data.Path("flows/cic-ids2017/sqli-slice/cicflowmeter_rows.csv"));
        string[] header = lines[0].Split(',');
        var ours = CicBaselineTests.Compatible();
        foreach (string line in lines.Skip(1))
        {
            double[] cells = [.. line.Split(',')[..^1].Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
            double Cell(string name) => cells[Array.IndexOf(header, name)];
            var flow = ours.FirstOrDefault(f => (f.Key.OriginatorPort, f.Total.Originator.Packets, f.Total.Responder.Packets) == ((ushort)Cell("Source Port"), (long)Cell("Total Fwd Packets"), (long)Cell("Total Backward Packets")));
            if (flow is not null) ours.Remove(flow);
            for (int i = 3; i < header.Length - 1; i++)
            {
                string name = CicBaselineTests.Renamed.GetValueOrDefault(header[i], header[i]);
                double value = flow?.Features![FlowFeatures.Schema.Columns.ToList().FindIndex(c => c.CicName == name)] ?? double.NaN;
                // Published with ten digits.
                if (Math.Abs(cells[i] - value) <= 1e-9 * Math.Max(1, Math.Abs(cells[i]))) tally.AddEqual();
                else tally.AddWrong("sqli-slice", $"port {Cell("Source Port")}, {header[i]}: expected {cells[i]}, ours {value}");
            }
        }
    }
}
