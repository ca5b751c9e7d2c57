using NetThreat.Packets.Dns;

namespace NetThreat.Flows.Applications;

/// <summary>DNS messages into the transactions of a flow.</summary>
internal static class DnsReading
{
    /// <param name="room">False when only counting is affordable.</param>
    /// <returns>False when a transaction was left out for want of room.</returns>
    public static bool Add(FlowFacts facts, in DnsMessage message, bool room)
    {
        ref DnsWaiting dns = ref facts.Dns;
        if (!message.IsResponse) dns.Queries++;
        if (!dns.CanKeep && !message.IsResponse) return true;
        Span<char> text = stackalloc char[DnsName.MaxText];
        int n = message.CopyName(text);
        if (n < 0) return true;
        var name = text[..n];
        int open = message.IsResponse ? dns.Find(name, message.Type, message.TransactionId) : -1;
        if (open < 0 && !dns.CanKeep) return true;
        if (!room) return false;
        byte[]? data = message.IsResponse ? message.PackAnswers() : null;
        int code = message.IsResponse ? message.ResponseCode : -1, answers = message.IsResponse ? message.Answers : 0;
        if (open >= 0) dns.Complete(open, code, answers, message.Flags, data);
        else dns.Keep(new DnsEntry { Name = new string(name), Type = message.Type, Class = message.Class, ResponseCode = code, Answers = answers, Id = message.TransactionId, Flags = message.Flags, Data = data });
        return true;
    }

    /// <summary>The whole messages of a stream behind those consumed (RFC 1035 section 4.2.2).</summary>
    /// <returns>Bytes consumed; a message that never will be whole because the window ends is left.</returns>
    public static int AddStream(FlowFacts facts, ReadOnlySpan<byte> stream, int consumed)
    {
        while (stream.Length - consumed > 2)
        {
            int length = stream[consumed] << 8 | stream[consumed + 1];
            if (stream.Length - consumed - 2 < length) break;
            if (DnsMessage.TryDecodeTcp(stream[consumed..], out var message)) Add(facts, in message, true);
            consumed += 2 + length;
        }

        return consumed;
    }
}
