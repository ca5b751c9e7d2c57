using Google.Protobuf;
using Google.Protobuf.Collections;
using NetThreat.Core.Findings;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;

namespace NetThreat.Core.Wire;

/// <summary>Turns the fields of a parsed message into values and keeps the first that is implausible in <see cref="Error"/>.</summary>
internal sealed class WireCheck
{
    public string? Error { get; private set; }

    public void Fail(string error) => Error ??= error;

    public Id128 Id(ByteString bytes, string what)
    {
        if (bytes.Length == 16) return Id128.FromBytes(bytes.Span);
        Fail($"{what} is not 16 bytes");
        return default;
    }

    public Address Address(ByteString bytes, string what)
    {
        if (bytes.Length is 4 or 16) return Net.Address.FromBytes(bytes.Span);
        Fail($"{what} is not 4 or 16 bytes");
        return default;
    }

    public int Int(uint value, int max, string what)
    {
        if (value <= (uint)max) return (int)value;
        Fail($"{what} is out of range");
        return 0;
    }

    public long Count(long value, string what)
    {
        if (value is >= 0 and <= WireLimits.MaxCount) return value;
        Fail($"{what} is out of range");
        return 0;
    }

    public double Fraction(double value, string what)
    {
        if (value is >= 0 and <= 1) return value;
        Fail($"{what} is not between 0 and 1");
        return 0;
    }

    public string Text(string value, int max, string what)
    {
        if (value.Length <= max) return value;
        Fail($"{what} is longer than {max} characters");
        return "";
    }

    public T[] List<TWire, T>(RepeatedField<TWire> fields, int max, string what, Func<TWire, T> convert)
    {
        if (fields.Count > max) Fail($"{what}: more than {max}");
        return Error is null ? [.. fields.Select(convert)] : [];
    }

    public Peers Peers(PeerSet? peers) => peers is null ? Findings.Peers.None : new(
        List(peers.Sample, Findings.Peers.MaxSample, "a sample of peers", b => Address(b, "a peer")),
        Count(peers.Count, "a count of peers"), peers.Estimated);

    /// <summary>Parses and converts; malformed protobuf becomes an error like any other.</summary>
    public static bool TryDecode<TMessage, T>(
        ReadOnlyMemory<byte> payload, MessageParser<TMessage> parser, Func<TMessage, WireCheck, T> convert, out T? value, out string? error)
        where TMessage : IMessage<TMessage> where T : class
    {
        var check = new WireCheck();
        value = null;
        try
        {
            value = convert(parser.ParseFrom(payload.Span), check);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or IndexOutOfRangeException or ArgumentException)
        {
            // The library runs over the end of a group of unknown fields that is cut short.
            check.Fail(e.Message);
        }
        error = check.Error;
        if (error is not null) value = null;
        return error is null;
    }
}
