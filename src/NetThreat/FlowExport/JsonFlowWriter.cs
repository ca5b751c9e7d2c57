using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Flows.Features;
using NetThreat.Flows.Records;

namespace NetThreat.FlowExport;

/// <summary>
/// One JSON object a line: the fields of Zeek's conn.log under Zeek's names, then what Zeek has no name for (flow_id, segments,
/// end_reason, vlan, parent and tunnel, anomalies, the first packets, what payload said) and <c>features</c>, the row by the schema's column names. What is unknown is absent.
/// All but what payload said is written as bytes straight from the meter's row: most of a line are numbers under names that never change.
/// </summary>
internal sealed class JsonFlowWriter : IFlowWriter, IDisposable
{
    /// <summary>What stands before each column's number.</summary>
    private static readonly byte[][] FeatureNames = [.. FlowFeatures.Schema.Columns.Select(c => Encoding.UTF8.GetBytes($",\"{JsonEncodedText.Encode(c.Name)}\":"))];
    private static readonly int MaxFeatures = FeatureNames.Sum(n => n.Length + NumberText.MaxLength) + 2;
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly TextBuffer _members = new(null);
    private Utf8JsonWriter? _json;

    public void Begin(TextBuffer output) => _json = new Utf8JsonWriter(_members, Options);

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output)
    {
        Span<byte> history = stackalloc byte[flow.History.Length];
        Encoding.ASCII.GetBytes(flow.History, history);
        var sequence = flow.Sequence;
        Write(new JsonFlow(flow, history), facts, sequence?.Lengths, sequence?.Gaps, sequence?.Flags, output);
    }

    public void Write(FlowRow flow, TextBuffer output)
    {
        Span<int> lengths = stackalloc int[PacketSequence.MaxPackets], gaps = stackalloc int[PacketSequence.MaxPackets];
        Span<byte> flags = stackalloc byte[PacketSequence.MaxPackets];
        int packets = flow.CopyFirstPackets(lengths, gaps, flags);
        Write(new JsonFlow(flow), flow.Application, lengths[..packets], gaps[..packets], flags[..packets], output);
    }

    public void End(TextBuffer output) => Dispose();

    public void Dispose() => _json?.Dispose();

    private void Write(in JsonFlow flow, ApplicationFacts? facts, ReadOnlySpan<int> lengths, ReadOnlySpan<int> gaps, ReadOnlySpan<byte> flags, TextBuffer output)
    {
        flow.WriteConnection(facts?.Service, output);
        if (facts is not null)
        {
            Members();
            JsonFactsWriter.Write(_json!, facts);
            EndMembers(output);
        }

        flow.WriteTunnel(output);
        if (flow.Foreign is { } foreign)
        {
            Members();
            JsonForeignWriter.Write(_json!, foreign);
            EndMembers(output);
        }

        flow.WriteOddities(output);
        if (lengths.Length > 0) FirstPackets(lengths, gaps, flags, output);
        Features(flow.Features, output);
        output.Text("}\n"u8);
    }

    /// <summary>Members whose text has to be escaped are written by the JSON writer, aside.</summary>
    private void Members()
    {
        _members.Clear();
        _json!.Reset();
        _json.WriteStartObject();
    }

    private void EndMembers(TextBuffer output)
    {
        _json!.Flush();
        // Behind the brace; there may be none.
        if (_members.Length == 1) return;
        output.Byte((byte)',');
        output.Text(_members.Slice(1, _members.Length - 1));
    }

    /// <summary>IP bytes of each packet, negative from the responder; microseconds since the one before; TCP flags.</summary>
    private static void FirstPackets(ReadOnlySpan<int> lengths, ReadOnlySpan<int> gaps, ReadOnlySpan<byte> flags, TextBuffer output)
    {
        const int Names = 64;
        var to = output.GetSpan(Names + lengths.Length * 3 * 12);
        int n = 0;
        n += Put(to, ",\"first_packets\":{\"lengths\":["u8);
        for (int i = 0; i < lengths.Length; i++) n += Element(to[n..], i, lengths[i]);
        n += Put(to[n..], "],\"gaps_us\":["u8);
        for (int i = 0; i < gaps.Length; i++) n += Element(to[n..], i, gaps[i]);
        n += Put(to[n..], "],\"flags\":["u8);
        for (int i = 0; i < flags.Length; i++) n += Element(to[n..], i, flags[i]);
        n += Put(to[n..], "]}"u8);
        output.Advance(n);
    }

    private static int Element(Span<byte> to, int index, long value)
    {
        if (index == 0) return NumberText.Write(to, value);
        to[0] = (byte)',';
        return 1 + NumberText.Write(to[1..], value);
    }

    private static int Put(Span<byte> to, ReadOnlySpan<byte> text)
    {
        text.CopyTo(to);
        return text.Length;
    }

    /// <summary>Most of a line.</summary>
    private static void Features(ReadOnlySpan<double> row, TextBuffer output)
    {
        output.Text(",\"features\":"u8);
        var text = output.GetSpan(MaxFeatures);
        int n = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double value = row[i];
            if (double.IsNaN(value)) continue;
            var name = FeatureNames[i];
            name.CopyTo(text[n..]);
            n += name.Length;
            if (value == 0) text[n++] = (byte)'0';
            else n += NumberText.Write(text[n..], value);
        }

        if (n == 0) n = 1;
        text[0] = (byte)'{';
        text[n++] = (byte)'}';
        output.Advance(n);
    }
}
