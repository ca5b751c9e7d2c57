using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Smtp;

/// <summary>What an SMTP client says: commands, and the header of messages between DATA and the lone full stop.</summary>
internal static class SmtpClient
{
    private enum Part
    {
        Commands,
        Header,
        Body,
    }

    public static bool Read(in Payload payload, IFactSink facts)
    {
        var lines = new TextLines(payload.Data);
        var part = Part.Commands;
        int chunkEnd = int.MaxValue;
        while (lines.MoveNext())
        {
            var line = lines.Current;
            if (part != Part.Commands && (line is [(byte)'.'] || lines.Position > chunkEnd)) part = Part.Commands;
            bool isNew = payload.IsNew(lines.Position);
            if (part == Part.Commands)
            {
                if (line.StartsWithText("STARTTLS"u8))
                {
                    if (isNew) facts.Text("smtp.tls", "T");
                    return false;
                }

                if (isNew) Command(line, facts);
                chunkEnd = ChunkEnd(line, lines.Position);
                if (line.IsText("DATA"u8) || chunkEnd < int.MaxValue) part = Part.Header;
            }
            else if (part == Part.Header)
            {
                if (line.IsEmpty) part = Part.Body;
                else if (isNew) HeaderField(line, facts);
            }
        }

        return true;
    }

    private static int ChunkEnd(ReadOnlySpan<byte> line, int position)
    {
        if (!line.StartsWithText("BDAT "u8)) return int.MaxValue;
        int length = line[5..].Trim((byte)' ').Before((byte)' ').Decimal();
        return length < 0 ? int.MaxValue : position + length;
    }

    private static void Command(ReadOnlySpan<byte> line, IFactSink facts)
    {
        if (line.StartsWithText("EHLO "u8) || line.StartsWithText("HELO "u8) || line.StartsWithText("LHLO "u8)) facts.Value("smtp.helo", line[5..]);
        else if (line.StartsWithText("MAIL FROM:"u8)) facts.Value("smtp.mailfrom", Path(line[10..]));
        else if (line.StartsWithText("RCPT TO:"u8)) facts.Value("smtp.rcptto", Path(line[8..]));
        // The mechanism alone: what may follow on the line is the secret.
        else if (line.StartsWithText("AUTH "u8)) facts.Value("smtp.auth", line[5..].TrimStart((byte)' ').Before((byte)' '));
    }

    private static ReadOnlySpan<byte> Path(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        return text.StartsWith("<"u8) ? text[1..].Before((byte)'>') : text.Before((byte)' ');
    }

    private static void HeaderField(ReadOnlySpan<byte> line, IFactSink facts)
    {
        if (line.StartsWithText("Subject:"u8)) facts.Value("smtp.subject", line[8..]);
        else if (line.StartsWithText("From:"u8)) facts.Value("smtp.from", line[5..]);
        else if (line.StartsWithText("To:"u8)) facts.Value("smtp.to", line[3..]);
        else if (line.StartsWithText("User-Agent:"u8)) facts.Value("smtp.user_agent", line[11..]);
        else if (line.StartsWithText("X-Mailer:"u8)) facts.Value("smtp.user_agent", line[9..]);
    }
}
