using NetThreat.Learning.Models;

namespace NetThreat.Learning.Saving;

/// <summary>A model as one stream: a magic number, the kind, the columns, and the parts that the kind wrote.</summary>
public static class ModelFile
{
    /// <summary>Largest file that is read: what is larger is not one of ours.</summary>
    public const int MaxBytes = 512 << 20;

    private const long Magic = 0x31_4C44_4D54_4E; // "NTMDL1"

    /// <summary>Models within models (a pipeline within an ensemble) that are read: deeper ones are not ours.</summary>
    private const int MaxDepth = 8;

    public static void Write(IModel model, Stream stream)
    {
        var writer = new ModelWriter(stream);
        writer.Write(Magic);
        Write(model, writer);
    }

    /// <summary>Writes a model as a part of another.</summary>
    public static void Write(IModel model, ModelWriter writer)
    {
        writer.Write(model.Kind);
        writer.Write(model.Columns);
        model.Save(writer);
    }

    /// <exception cref="LearningException">Not a model file, broken, too large, or of a kind that this version does not know.</exception>
    public static IModel Read(Stream stream)
    {
        var reader = new ModelReader(Bytes(stream));
        if (reader.ReadInt64() != Magic) throw new LearningException("this is not a NetThreat model file");
        var model = Read(reader);
        reader.End();
        return model;
    }

    /// <summary>Reads a model that is a part of another.</summary>
    /// <inheritdoc cref="Read(Stream)"/>
    public static IModel Read(ModelReader reader)
    {
        var kind = reader.ReadString();
        var columns = reader.ReadColumns();
        if (!ModelKinds.Readers.TryGetValue(kind, out var read)) throw new LearningException($"the model is of the kind '{kind}', which this version does not know: {string.Join(", ", ModelKinds.Readers.Keys)}");
        if (++reader.Depth > MaxDepth) throw ModelReader.Broken($"more than {MaxDepth} models within each other");
        var model = read(reader, columns);
        reader.Depth--;
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
