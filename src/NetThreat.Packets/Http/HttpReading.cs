using System.Buffers.Text;
using NetThreat.Core.Flows;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Http;

/// <summary>The messages of one direction one after the other: start line, headers, and the body passed over.</summary>
internal static class HttpReading
{
    /// <returns>False when no further message can be seen.</returns>
    public static bool Read(in Payload payload, HttpMemory memory, IFactSink facts)
    {
        ref var position = ref memory.Position(payload.FromOriginator);
        while (position.At < payload.Data.Length)
        {
            var rest = payload.Data[position.At..];
            if (position.Chunked)
            {
                long chunks = Chunked(rest);
                if (chunks < 0 || chunks > MaxBody) return chunks < 0 && !payload.IsLast;
                position = new(position.At + (int)chunks, false);
                continue;
            }

            bool response = rest.StartsWith("HTTP/"u8[..Math.Min(5, rest.Length)]);
            if (!response && HttpMessage.MethodLength(rest) < 0) return false;
            int header = HttpMessage.HeaderEnd(rest);
            // Of a header section that will never be complete what is there is worth having.
            if (header < 0 && !payload.IsLast) return !IsOld(rest, response, memory, facts);
            var section = header < 0 ? rest : rest[..header];
            long body = response ? Response(section, memory, facts) : Request(section, memory, facts);
            if (body == Tunnel) position = new(int.MaxValue, false);
            if (body < 0 || header < 0) return body == Tunnel;
            bool chunked = body == Chunks;
            if (!chunked && position.At + header + body > MaxBody) return false;
            position = new(position.At + header + (chunked ? 0 : (int)body), chunked);
        }

        return true;
    }

    /// <summary>No message behind a body that reaches beyond this is waited for.</summary>
    private const int MaxBody = 8192;

    /// <summary>What a message's body length says when it is no number of bytes.</summary>
    private const long Ends = -1, Tunnel = -2, Chunks = long.MaxValue;

    /// <summary>A request of HTTP/0.9: a line without version.</summary>
    private static bool IsOld(ReadOnlySpan<byte> b, bool response, HttpMemory memory, IFactSink facts)
    {
        int end = b.IndexOf((byte)'\n');
        if (response || end < 0 || HttpMessage.Version(b[..end].TrimEnd((byte)'\r')).Length > 0) return false;
        Request(b[..(end + 1)], memory, facts);
        return true;
    }

    private static long Request(ReadOnlySpan<byte> section, HttpMemory memory, IFactSink facts)
    {
        int end = section.IndexOf((byte)'\n');
        var line = (end < 0 ? section : section[..end]).TrimEnd((byte)'\r');
        var headers = HttpHeaders.Read(end < 0 ? default : section[(end + 1)..]);
        int method = Math.Max(0, line.IndexOf((byte)' '));
        var version = HttpMessage.Version(line);
        var target = line[Math.Min(line.Length, method + 1)..];
        if (version.Length > 0) target = target[..Math.Max(0, target.LastIndexOf(" HTTP/"u8))];
        int number = memory.Requests++;
        bool connect = line.StartsWith("CONNECT "u8);
        if (number < 64 && connect) memory.Connects |= 1UL << number;
        if (number < 64 && line.StartsWith("HEAD "u8)) memory.Heads |= 1UL << number;
        facts.HttpRequests = memory.Requests;
        var known = At(memory, number);
        if (known is not null)
        {
            Put(memory, facts, number, known with
            {
                Method = Text(line[..method]),
                Uri = Text(target),
                Version = version.Length > 0 ? Text(version) : "0.9",
                Host = Text(headers.Host),
                UserAgent = Text(headers.UserAgent),
                Referrer = Text(headers.Referrer),
                RequestType = Text(HttpHeaders.Media(headers.ContentType)),
                RequestLength = headers.ContentLength,
                User = User(headers.Authorization),
            });
        }

        if (connect) return Tunnel;
        return headers.Chunked ? Chunks : Math.Max(0, headers.ContentLength);
    }

    private static long Response(ReadOnlySpan<byte> section, HttpMemory memory, IFactSink facts)
    {
        int status = HttpMessage.Status(section), end = section.IndexOf((byte)'\n');
        if (status == 0) return Ends;
        if (status is >= 100 and < 200 and not 101) return 0;
        var headers = HttpHeaders.Read(end < 0 ? default : section[(end + 1)..]);
        int number = memory.Responses++;
        var known = At(memory, number);
        var version = section[5..].Before((byte)' ');
        if (known is not null)
        {
            Put(memory, facts, number, known with
            {
                Status = status,
                Version = known.Version ?? Text(version[..Math.Min(3, version.Length)]),
                ResponseType = Text(HttpHeaders.Media(headers.ContentType)),
                ResponseLength = headers.ContentLength,
                Server = Text(headers.Server),
                Upgrade = status == 101 ? Text(headers.Upgrade)?.ToLowerInvariant() : null,
            });
        }

        bool head = number < 64 && (memory.Heads >> number & 1) != 0, connect = number < 64 && (memory.Connects >> number & 1) != 0;
        if (connect && status / 100 == 2) return Tunnel;
        if (status == 101) return Ends;
        if (head || status is 204 or 304) return 0;
        if (headers.Chunked) return Chunks;
        return headers.ContentLength >= 0 ? headers.ContentLength : Ends;
    }

    private static HttpTransaction? At(HttpMemory memory, int number)
    {
        if (number < memory.Transactions.Count) return memory.Transactions[number];
        return number < ApplicationFacts.MaxHttpTransactions ? new HttpTransaction() : null;
    }

    private static void Put(HttpMemory memory, IFactSink facts, int number, HttpTransaction t)
    {
        while (memory.Transactions.Count <= number) memory.Transactions.Add(new HttpTransaction());
        memory.Transactions[number] = t;
        facts.Http = memory.Transactions.ToArray();
    }

    /// <summary>Bytes of a chunked body (RFC 9112 section 7.1); negative while its end is not there.</summary>
    private static long Chunked(ReadOnlySpan<byte> b)
    {
        for (int at = 0; at < b.Length;)
        {
            int lf = b[at..].IndexOf((byte)'\n');
            if (lf < 0) return -1;
            var size = b.Slice(at, lf).TrimEnd((byte)'\r').Before((byte)';').Trim((byte)' ');
            at += lf + 1;
            if (size.IsEmpty || size.Length > 7 || !Utf8Parser.TryParse(size, out int bytes, out int used, 'x') || used != size.Length) return long.MaxValue;
            if (bytes == 0) return Trailer(b, at);
            if (bytes > b.Length - at - 2) return bytes > MaxBody ? long.MaxValue : -1;
            at += bytes;
            at += b[at] == '\r' ? 2 : 1;
        }

        return -1;
    }

    private static long Trailer(ReadOnlySpan<byte> b, int at)
    {
        if (at < b.Length && b[at] == '\n') return at + 1;
        if (at + 1 < b.Length && b[at] == '\r' && b[at + 1] == '\n') return at + 2;
        int end = HttpMessage.HeaderEnd(b[at..]);
        return end < 0 ? -1 : at + end;
    }

    private static string? Text(ReadOnlySpan<byte> value) => value.IsEmpty ? null : WireText.Of(value);

    /// <summary>The name before the colon of basic credentials (RFC 7617).</summary>
    private static string? User(ReadOnlySpan<byte> credentials)
    {
        if (!credentials.StartsWithText("basic "u8)) return null;
        Span<byte> plain = stackalloc byte[384];
        var encoded = credentials[6..].Trim((byte)' ');
        encoded = encoded[..Math.Min(encoded.Length & ~3, 512)];
        Base64.DecodeFromUtf8(encoded, plain, out _, out int n, isFinalBlock: true);
        int colon = plain[..n].IndexOf((byte)':');
        return colon > 0 ? WireText.Of(plain[..colon]) : null;
    }
}
