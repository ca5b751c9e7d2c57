using System.Buffers.Binary;
using NetThreat.Capture.Collector;

namespace NetThreat.Capture.Ipfix;

/// <summary>One IPFIX message (RFC 7011 section 3.1): its header, then sets.</summary>
internal static class IpfixMessage
{
    public const int HeaderLength = 16;
    public const ushort TemplateSetId = 2;
    public const ushort OptionsTemplateSetId = 3;

    /// <summary>The observation domain; false where this is no IPFIX header.</summary>
    public static bool TryHeader(ReadOnlySpan<byte> message, long received, out uint domain, out ExportHeader header)
    {
        (domain, header) = (0, default);
        if (message.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(message[2..]) < HeaderLength) return false;
        domain = BinaryPrimitives.ReadUInt32BigEndian(message[12..]);
        long exported = BinaryPrimitives.ReadUInt32BigEndian(message[4..]) * 1_000_000_000L;
        header = new(received, exported, null, BinaryPrimitives.ReadUInt32BigEndian(message[8..]));
        return true;
    }

    /// <summary>Reads the sets; what is broken ends the message and is counted.</summary>
    public static void Read(ReadOnlySpan<byte> message, ExportDomain domain, in ExportHeader header, DataSetReader sets)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if (length > message.Length) domain.Malformed++;
        message = message[HeaderLength..Math.Min(length, message.Length)];
        uint records = 0;
        bool known = true;
        while (message.Length >= 4)
        {
            ushort id = BinaryPrimitives.ReadUInt16BigEndian(message);
            int size = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
            if (size < 4 || size > message.Length)
            {
                domain.Malformed++;
                break;
            }

            var set = message[4..size];
            message = message[size..];
            if (id >= TemplateReader.FirstId)
            {
                known &= sets.Read(domain, id, set, header, out uint n);
                records += n;
            }
            else if (id is TemplateSetId or OptionsTemplateSetId) ReadTemplates(set, id, domain, header, sets);
        }

        // RFC 7011 section 3.1: the number counts data records sent before this message.
        domain.Sequence.Observe(header.Sequence, known ? records : null);
    }

    private static void ReadTemplates(ReadOnlySpan<byte> set, ushort kind, ExportDomain domain, in ExportHeader header, DataSetReader sets)
    {
        bool options = kind == OptionsTemplateSetId;
        while (TemplateReader.TryIpfix(ref set, options, out var template, out ushort withdrawn))
        {
            if (template is not null) sets.Define(domain, template, header.Received);
            else if (withdrawn == kind) domain.Templates.Remove(t => t.IsOptions == options);
            else domain.Templates.Remove(withdrawn);
        }

        // More than padding was left: not a template.
        if (set.Length >= 4 && set.IndexOfAnyExcept((byte)0) >= 0) domain.Malformed++;
    }
}
