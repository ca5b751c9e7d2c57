using System.Globalization;
using System.Text.Json;

namespace NetThreat.Benchmarks.Pipeline;

/// <summary>The result as a table for people or as JSON.</summary>
internal static class PipelineReport
{
    public static void WriteTable(TextWriter writer, PipelineResult r)
    {
        writer.WriteLine(Text($"{r.Packets} packets, {r.Flows} flows ({(double)r.Packets / r.Flows:0.0} packets a flow), {r.Records} records, {r.Incidents} incidents, {r.FileBytes / 1e6:0} MB"));
        writer.WriteLine();
        writer.WriteLine($"{"stage",-10}{"CPU s",10}{"share",8}{"ns/packet",12}{"B/packet",12}{"B/flow",10}");
        for (int i = 0; i < r.Stages.Count; i++)
            writer.WriteLine(Row(r.Stages[i].Stage, r.OwnSeconds(i), r.OwnSeconds(i) / r.Whole.Cpu.TotalSeconds, r.OwnAllocation(i), r));
        writer.WriteLine(Row("all", r.Whole.Cpu.TotalSeconds, 1, r.Whole.AllocatedBytes, r));
        writer.WriteLine();
        writer.WriteLine(Text($"{r.PacketsPerCpuSecond:0} packets and {r.FlowsPerCpuSecond:0} flows per CPU second; wall {r.Whole.Wall.TotalSeconds:0.00} s; best of {r.Repeats}"));
    }

    public static void WriteJson(Stream stream, PipelineResult r)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("packets", r.Packets);
        json.WriteNumber("flows", r.Flows);
        json.WriteNumber("records", r.Records);
        json.WriteNumber("incidents", r.Incidents);
        json.WriteNumber("file_bytes", r.FileBytes);
        json.WriteNumber("repeats", r.Repeats);
        json.WriteNumber("cpu_seconds", r.Whole.Cpu.TotalSeconds);
        json.WriteNumber("wall_seconds", r.Whole.Wall.TotalSeconds);
        json.WriteNumber("packets_per_cpu_second", r.PacketsPerCpuSecond);
        json.WriteNumber("flows_per_cpu_second", r.FlowsPerCpuSecond);
        json.WriteNumber("allocated_bytes_per_packet", r.BytesPerPacket);
        json.WriteNumber("allocated_bytes_per_flow", r.BytesPerFlow);
        json.WriteStartArray("stages");
        for (int i = 0; i < r.Stages.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("stage", r.Stages[i].Stage);
            json.WriteNumber("cpu_seconds", r.OwnSeconds(i));
            json.WriteNumber("share", r.OwnSeconds(i) / r.Whole.Cpu.TotalSeconds);
            json.WriteNumber("allocated_bytes", r.OwnAllocation(i));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Row(string stage, double seconds, double share, double bytes, PipelineResult r) => Text(
        $"{stage,-10}{seconds,10:0.000}{share,8:0.0%}{seconds * 1e9 / r.Packets,12:0}{bytes / r.Packets,12:0.0}{bytes / r.Flows,10:0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
