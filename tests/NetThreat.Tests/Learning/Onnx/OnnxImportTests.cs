using System.Globalization;
using System.Text.Json;
using NetThreat.Learning;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Onnx.Scoring;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning.Onnx;

/// <summary>The reference models as users bring them: every output of every file, through the same code that scores flows.</summary>
public sealed class OnnxImportTests
{
    public static TheoryData<string> RowModels => [.. Names(m => m.GetProperty("file").GetString() != "sequence-input.onnx" && m.TryGetProperty("reading", out _))];

    public static TheoryData<string> AllModels => [.. Names(_ => true)];

    [DataTheory]
    [MemberData(nameof(RowModels))]
    public void A_score_is_that_of_the_reference(string file)
    {
        var reference = OnnxReference.Model(file);
        var model = (IRowModel)OnnxModel.Load(OnnxReference.Bytes(file), OnnxReference.Binding(reference), OnnxReference.Columns(reference));
        var scores = Score(model, OnnxReference.Rows(reference));
        var (expected, source) = (OnnxReference.ExpectedScores(reference), OnnxReference.SourceScores(reference));
        Assert.Equal(expected.Length, scores.Length);
        for (int i = 0; i < scores.Length; i++)
        {
            OnnxReference.Close(expected[i], scores[i], $"{file}, row {i + 1}");
            Assert.Equal(source[i], scores[i], 1e-4);
        }
    }

    /// <summary>Every column and key of every numeric output, not only the one that is the score.</summary>
    [DataTheory]
    [MemberData(nameof(AllModels))]
    public void Every_entry_of_every_output_is_that_of_the_reference(string file)
    {
        var reference = OnnxReference.Model(file);
        if (file == "sequence-input.onnx") return;
        foreach (var output in reference.GetProperty("expected").EnumerateObject())
        {
            var onnx = new ManifestOnnx { Inputs = OnnxReference.Inputs(reference), Output = output.Name };
            var rows = output.Value.ValueKind == JsonValueKind.Array ? output.Value.EnumerateArray().ToArray() : [output.Value];
            if (rows[0].ValueKind == JsonValueKind.String)
            {
                Assert.Contains("is text", Refused(file, onnx).Message, StringComparison.Ordinal);
                continue;
            }
            foreach (var (entry, values) in Entries(rows))
            {
                var model = (IRowModel)OnnxModel.Load(OnnxReference.Bytes(file), entry is null ? onnx : onnx with { Reading = OnnxReading.Entry, Entry = entry }, OnnxReference.Columns(reference));
                var scores = Score(model, OnnxReference.Rows(reference));
                for (int i = 0; i < scores.Length; i++) OnnxReference.Close(values[i], scores[i], $"{file}, {output.Name}[{entry}], row {i + 1}");
            }
        }
    }

    [DataFact]
    public void A_sequence_model_gives_the_reference_and_nothing_of_what_follows_a_sequence()
    {
        var reference = OnnxReference.Model("sequence-input.onnx");
        var model = (ISequenceModel)OnnxModel.Load(OnnxReference.Bytes("sequence-input.onnx"), OnnxReference.Binding(reference), ColumnSet.Numbered(6), steps: 10);
        var feed = OnnxReference.Flat(reference.GetProperty("feeds").GetProperty("sequence")).ToArray();
        int steps = feed.Length / 18;
        var scores = new double[3];
        model.Score(new Sequences(feed, [steps, steps, steps], steps, 6), scores);
        var expected = OnnxReference.ExpectedScores(reference);
        for (int i = 0; i < 3; i++) OnnxReference.Close(expected[i], scores[i], $"sequence {i + 1}");
    }

    [DataTheory]
    [InlineData("lstm.onnx")]
    [InlineData("onnx/sequence-input.onnx")]
    public void The_LSTM_gives_what_torch_gives_for_whole_and_shorter_sequences(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Data.Path("learning/lstm.json")));
        var root = json.RootElement;
        var model = (ISequenceModel)OnnxModel.Load(File.ReadAllBytes(Data.Path("learning/" + file)), new ManifestOnnx(), ColumnSet.Numbered(6), steps: 10);
        var batch = OnnxReference.Flat(root.GetProperty("batch")).ToArray();
        Check(root.GetProperty("probabilities"), [10, 10, 10, 10]);
        Check(root.GetProperty("shorter_sequences").GetProperty("probabilities"), [.. root.GetProperty("shorter_sequences").GetProperty("lengths").EnumerateArray().Select(l => l.GetInt32())]);

        void Check(JsonElement expected, int[] lengths)
        {
            var scores = new double[4];
            model.Score(new Sequences(batch, lengths, 10, 6), scores);
            for (int i = 0; i < 4; i++) Assert.Equal(expected[i].GetDouble(), scores[i], 1e-5);
        }
    }

    [DataTheory]
    [MemberData(nameof(RowModels))]
    public void A_batch_gives_what_its_rows_give_alone_and_saving_changes_nothing(string file)
    {
        var reference = OnnxReference.Model(file);
        var model = (IRowModel)OnnxModel.Load(OnnxReference.Bytes(file), OnnxReference.Binding(reference), OnnxReference.Columns(reference));
        var few = OnnxReference.Rows(reference);
        var rows = few.Take([.. Enumerable.Range(0, 301).Select(i => i % few.Rows)]);
        var together = Score(model, rows);
        for (int i = 0; i < 40; i++)
        {
            var alone = new double[1];
            model.Score(rows.Slice(i, 1), alone);
            Assert.Equal(alone[0], together[i]);
        }
        using var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        stream.Position = 0;
        Assert.Equal(together, Score((IRowModel)ModelFile.Read(stream), rows));
    }

    [DataFact]
    public void Probabilities_come_in_the_order_of_the_manifests_classes()
    {
        string[] classes = ["PortScan", "FTP-Patator", "BENIGN", "DDoS", "DoS slowloris"];
        var reference = OnnxReference.Model("random-forest-zipmap-text.onnx");
        var onnx = OnnxReference.Binding(reference) with { Reading = OnnxReading.Classes };
        var model = Assert.IsType<OnnxClassifier>(OnnxModel.Load(OnnxReference.Bytes("random-forest-zipmap-text.onnx"), onnx, OnnxReference.Columns(reference), classes));
        var scores = Score(model, OnnxReference.Rows(reference));
        var expected = reference.GetProperty("expected").GetProperty("output_probability");
        for (int row = 0; row < 8; row++)
            for (int c = 0; c < 5; c++) OnnxReference.Close(expected[row].GetProperty(classes[c]).GetDouble(), scores[row * 5 + c], $"row {row + 1}, {classes[c]}");
    }

    [DataFact]
    public void A_reconstruction_is_no_score()
    {
        var message = Refused("autoencoder.onnx", new ManifestOnnx()).Message;
        Assert.Contains("gives 12 values a row and is no score", message, StringComparison.Ordinal);
    }

    internal static double[] Score(IRowModel model, Matrix rows)
    {
        var scores = new double[rows.Rows * model.Outputs];
        model.Score(rows.All, scores);
        return scores;
    }

    private static LearningException Refused(string file, ManifestOnnx onnx) =>
        Assert.Throws<LearningException>(() => OnnxModel.Load(OnnxReference.Bytes(file), onnx, OnnxReference.Columns(OnnxReference.Model(file))));

    private static IEnumerable<(string? Entry, double[] Values)> Entries(JsonElement[] rows) => rows[0].ValueKind switch
    {
        JsonValueKind.Object => rows[0].EnumerateObject().Select(p => ((string?)p.Name, rows.Select(r => r.GetProperty(p.Name).GetDouble()).ToArray())),
        JsonValueKind.Array => Enumerable.Range(0, rows[0].GetArrayLength()).Select(c => ((string?)c.ToString(CultureInfo.InvariantCulture), rows.Select(r => r[c].GetDouble()).ToArray())),
        _ => [(null, [.. rows.Select(r => r.GetDouble())])],
    };

    private static IEnumerable<string> Names(Func<JsonElement, bool> which) =>
        Data.Root is null ? ["(no data)"] : OnnxReference.Root.GetProperty("models").EnumerateArray().Where(which).Select(m => m.GetProperty("file").GetString()!);
}
