using NetThreat.Capture.Collector;

namespace NetThreat.Capture.Ipfix;

/// <summary>Reads the data sets of IPFIX and NetFlow v9 by their templates, those of earlier datagrams included once their template is here.</summary>
internal sealed class DataSetReader(CollectorLimits limits, IExportSink sink)
{
    public TemplateBudget Budget { get; } = new(limits.MaxTemplateFields);

    public PendingSets Pending { get; } = new(limits.MaxPendingSets, limits.MaxPendingBytes, limits.MaxPendingAge);

    /// <summary>Templates that were refused because of the limits.</summary>
    public long RefusedTemplates { get; private set; }

    /// <summary>Takes up a template and reads what waited for it.</summary>
    /// <param name="received">Now, in nanoseconds: what waited becomes known at this time.</param>
    public void Define(ExportDomain domain, Template template, long received)
    {
        bool known = domain.Templates.TryGet(template.Id, out _);
        if ((!known && domain.Templates.Count >= limits.MaxTemplatesPerDomain) || !Budget.Allows(template.Fields.Length))
        {
            RefusedTemplates++;
            return;
        }

        domain.Templates.Set(template);
        while (Pending.Held > 0 && Pending.TryTake(domain, template.Id, out var waiting))
            Read(domain, template.Id, waiting.Bytes, waiting.Header with { Received = received }, out _);
    }

    /// <summary>Reads one set, or keeps it until its template comes.</summary>
    /// <param name="records">Data records in it, those about the exporter included.</param>
    /// <returns>False where the template is unknown.</returns>
    public bool Read(ExportDomain domain, ushort id, ReadOnlySpan<byte> set, in ExportHeader header, out uint records)
    {
        records = 0;
        if (!domain.Templates.TryGet(id, out var template))
        {
            Pending.Add(domain, id, set, header);
            return false;
        }

        var cursor = new FieldCursor(set);
        // What is shorter than any record is padding (RFC 7011 section 3.3.1).
        while (cursor.Remaining >= template.MinimumLength)
        {
            int from = cursor.Position;
            var record = default(ForeignRecord);
            if (!FieldReader.TryRead(template, ref cursor, ref record))
            {
                domain.Malformed++;
                break;
            }

            records++;
            sink.Raw(template, set[from..cursor.Position], domain);
            Take(domain, template, ref record, header);
        }

        template.Records += records;
        return true;
    }

    private void Take(ExportDomain domain, Template template, ref ForeignRecord record, in ExportHeader header)
    {
        // Exporters that leave the scope out of a template of options still give no addresses in it.
        if (template.IsOptions)
        {
            domain.Learn(record);
            return;
        }

        domain.Records++;
        RecordTimes.Resolve(ref record, domain, header);
        sink.Flow(ref record, domain, header);
    }
}
