using System.Buffers.Binary;
using System.Security.Cryptography;
using NetThreat.Capture.Ipfix;
using NetThreat.Core.Net;

namespace NetThreat.Capture.Collector;

/// <summary>
/// Templates and sampling of all domains in a small file, so that a restart of the collector loses no data until the exporters repeat them.
/// Version, content, digest; written beside and renamed. A file that is damaged or of another version is left unread.
/// </summary>
internal sealed class TemplateFile(string path)
{
    public const string FileName = "collector-templates.bin";

    private const uint Magic = 0x4E54_5431;
    private const int DigestLength = 32;
    private const int MaxBytes = 64 << 20;

    private long _written = -1;

    /// <summary>Reads what was saved into the decoder.</summary>
    /// <returns>Null, or why nothing was read, for people.</returns>
    public string? Load(ExportDecoder decoder)
    {
        try
        {
            if (!File.Exists(path)) return null;
            if (new FileInfo(path).Length is var length && length is < 8 + DigestLength or > MaxBytes) return $"'{path}' has an implausible size and was not read; it will be replaced";
            byte[] bytes = File.ReadAllBytes(path);
            var content = bytes.AsSpan(0, bytes.Length - DigestLength);
            if (BinaryPrimitives.ReadUInt32BigEndian(content) != Magic || !SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
                return $"'{path}' is damaged or of another version and was not read; it will be replaced";
            Parse(content[4..], decoder);
            _written = Revision(decoder);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"'{path}' cannot be read: {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    /// <summary>Writes the file when a template has changed since.</summary>
    /// <returns>Null, or why it could not be written, for people.</returns>
    public string? Save(ExportDecoder decoder)
    {
        long revision = Revision(decoder);
        if (revision == _written) return null;
        try
        {
            string beside = path + ".new";
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(Content(decoder));
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
            _written = revision;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"'{path}' cannot be written: {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static long Revision(ExportDecoder decoder) => decoder.Domains.All.Sum(d => d.Templates.Revision + d.Sampling.Revision);

    private static byte[] Content(ExportDecoder decoder)
    {
        using var stream = new MemoryStream();
        using var w = new BinaryWriter(stream);
        w.Write(BinaryPrimitives.ReverseEndianness(Magic));
        foreach (var d in decoder.Domains.All.Where(d => d.Templates.Count > 0 || d.Sampling.Default != 1)) Write(w, d);
        w.Flush();
        byte[] content = stream.ToArray();
        return [.. content, .. SHA256.HashData(content)];
    }

    private static void Write(BinaryWriter w, ExportDomain domain)
    {
        Span<byte> address = stackalloc byte[16];
        domain.Key.Exporter.CopyTo(address);
        w.Write(address);
        w.Write((byte)domain.Key.Version);
        w.Write(domain.Key.Domain);
        domain.Sampling.Write(w);
        w.Write(domain.Templates.Count);
        foreach (var t in domain.Templates.All)
        {
            w.Write(t.Id);
            w.Write((ushort)t.Scopes);
            w.Write((ushort)t.Fields.Length);
            foreach (var f in t.Fields)
            {
                w.Write(f.Enterprise);
                w.Write(f.Id);
                w.Write(f.Length);
            }
        }
    }

    /// <summary>The digest says that we wrote it; limits hold nevertheless.</summary>
    private static void Parse(ReadOnlySpan<byte> content, ExportDecoder decoder)
    {
        using var stream = new MemoryStream(content.ToArray());
        using var r = new BinaryReader(stream);
        try
        {
            while (stream.Position < stream.Length) ParseDomain(r, decoder);
        }
        catch (EndOfStreamException)
        {
            // A shorter content than it says: what was whole is read.
        }
    }

    private static void ParseDomain(BinaryReader r, ExportDecoder decoder)
    {
        Span<byte> address = stackalloc byte[16];
        r.BaseStream.ReadExactly(address);
        var key = new DomainKey(Address.FromBytes(address), (FlowVersion)r.ReadByte(), r.ReadUInt32());
        var domain = decoder.Domains.Of(key);
        domain.Sampling.Read(r);
        for (int n = r.ReadInt32(); n > 0; n--)
        {
            ushort id = r.ReadUInt16(), scopes = r.ReadUInt16(), count = r.ReadUInt16();
            if (count is 0 or > TemplateReader.MaxFields || scopes > count + 1) return;
            var fields = new TemplateField[count];
            for (int i = 0; i < count; i++) fields[i] = new(r.ReadUInt32(), r.ReadUInt16(), r.ReadUInt16());
            var template = new Template(id, fields, scopes);
            if (template.MinimumLength is > 0 and <= ushort.MaxValue) decoder.Sets.Define(domain, template, 0);
        }
    }
}
