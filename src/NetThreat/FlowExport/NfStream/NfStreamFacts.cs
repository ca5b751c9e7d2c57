using NetThreat.Core.Flows;

namespace NetThreat.FlowExport.NfStream;

/// <summary>The columns about payload, from application_name on.</summary>
internal static class NfStreamFacts
{
    public static void Write(ApplicationFacts? facts, TextBuffer output)
    {
        var http = facts?.Http is [var request, ..] ? request : null;
        CsvText.Cell(output, facts?.Service ?? facts?.ServiceHint ?? "Unknown");
        output.Text(facts is { Service: null, ServiceHint: not null } ? ",1"u8 : ",0"u8);
        CsvText.Cell(output, facts?.Tls?.ServerName ?? http?.Host ?? (facts?.Dns is [var query, ..] ? query.Name : null));
        CsvText.Cell(output, facts?.Tls?.Ja3 ?? facts?.Ssh?.Hassh);
        CsvText.Cell(output, facts?.Tls?.Ja3s ?? facts?.Ssh?.HasshServer);
        CsvText.Cell(output, http?.UserAgent ?? facts?.SshClient);
        CsvText.Cell(output, http?.ResponseType);
    }
}
