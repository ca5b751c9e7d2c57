using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Saving;

/// <summary>A model as one stream: a magic number, the kind, the columns, and the parts that the kind wrote.</summary>
public static class ModelFile
{
    /// <summary>Largest file that is read: what is larger is not one of ours.</summary>
    public const int MaxBytes = 512 << 20;

    private const int MaxColumns = 65_536;
    private const long Magic = 0x31_4C44_4D54_4E; // "NTMDL1"

    public static void Write(IModel model, Stream stream)
    {
        var writer = new ModelWriter(stream);
        writer.Write(Magic);
        writer.Write(model.Kind);
        writer.Write(model.Columns.Count);
        foreach (var column in model.Columns.Columns)
        {
            writer.Write(column.Name);
            writer.Write(column.Definition ?? "");
        }
        model.Save(writer);
    }

    /// <exception cref="LearningException">Not a model file, broken, too large, or of a kind that this version does not know.</exception>
    public static IModel Read(Stream stream)
    {
        var reader = new ModelReader(Bytes(stream));
        if (reader.ReadInt64() != Magic) throw new LearningException("this is not a NetThreat model file");
        var kind = reader.ReadString();
        var columns = new Column[reader.ReadCount(1, MaxColumns)];
        for (int i = 0; i < columns.Length; i++)
        {
            var name = reader.ReadString();
            var definition = reader.ReadString();
            columns[i] = new Column(name, definition.Length == 0 ? null : definition);
        }
        if (!ModelKinds.Readers.TryGetValue(kind, out var read)) throw new LearningException($"the model is of the kind '{kind}', which this version does not know: {string.Join(", ", ModelKinds.Readers.Keys)}");
        var model = read(reader, new ColumnSet(columns));
        reader.End();
        return model;
    }

    private static byte[] Bytes(Stream stream)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[1 << 16];
        for (int n; (n = stream.Read(chunk)) > 0;)
        {
            if (buffer.Length + n > MaxBytes) throw new LearningException($"the model file is larger than {MaxBytes >> 20} MB");
            buffer.Write(chunk, 0, n);
        }
        return buffer.ToArray();
    }
}
