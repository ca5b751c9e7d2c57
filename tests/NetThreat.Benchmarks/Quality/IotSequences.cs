using NetThreat.Learning.Boosting;
using NetThreat.Learning.Datasets;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Testing;

namespace NetThreat.Benchmarks.Quality;

/// <summary>IoT-23 capture 34-1: is the last flow of a source's window malicious?</summary>
internal sealed class IotSequences : IQualityTask
{
    private const int Steps = 16, BlockFlows = 200;

    private static readonly string[] Features =
        ["duration", "orig_bytes", "resp_bytes", "missed_bytes", "orig_pkts", "orig_ip_bytes", "resp_pkts", "resp_ip_bytes", "proto", "service", "conn_state"];

    private readonly Lazy<TrainingData> _data = new(Load);

    public string Name => "iot-sequences";

    public string Title => "IoT-23 34-1, Zeek flows, per-source sequences";

    public string Reference => "LSTM AUC 0.994-0.999; XGBoost on one flow 0.974";

    public string Method => $"LSTM (32 units, 6 epochs) over the source's last {Steps} flows: durations, bytes, packets and time since the flow before in logarithms, protocol, service and state one-hot; no addresses and no ports, because the labels are rules over them";

    public string Choice => $"defaults of the library; there is no official split: the capture is cut into blocks of {BlockFlows} flows, the seed gives 60 % of the blocks to training and the rest to the test, and no window reaches over a block's edge";

    public IReadOnlyList<QualityGoal> Goals { get; } = [new(Measures.Auc, 0.997)];

    public SeedResult Run(ulong seed)
    {
        var data = _data.Value;
        int blocks = (data.Features.Rows + BlockFlows - 1) / BlockFlows, train = blocks * 6 / 10;
        var shuffled = Samples.Shuffled(blocks, _ => true, seed);
        var metrics = Network(data, shuffled[..train], shuffled[train..], seed);
        metrics.Add(("boosting on one flow, AUC", OneFlow(data, shuffled[..train], shuffled[train..], seed)));
        int[] inTime = [.. Enumerable.Range(0, blocks)];
        metrics.Add(("AUC, first 60 % of the capture to train", Network(data, inTime[..train], inTime[train..], seed)[0].Value));
        return new SeedResult(metrics, []);
    }

    private static List<(string Metric, double Value)> Network(TrainingData data, int[] trainBlocks, int[] testBlocks, ulong seed)
    {
        var (train, test) = (Windows(data, trainBlocks), Windows(data, testBlocks));
        var trainer = new SequenceClassifierTrainer { Encoder = SequenceEncoder.Lstm, Seed = seed, Epochs = 6, BatchSize = 64, Units = 32 };
        var model = new SequencePipelineTrainer(Preprocessing(), trainer).Fit(train, FitContext.Default);
        var scores = new double[test.Inputs.Count * model.Outputs];
        model.Score(test.Inputs, scores);
        return Measures.Ranking([.. Enumerable.Range(0, test.Inputs.Count).Select(i => scores[i * 2 + 1])], test.Labels!);
    }

    private static IStepTrainer[] Preprocessing() => [new MissingFilling { Constant = 0, Indicator = true }, new LogScaling(), new StandardScaling { Clip = 10 }, new OneHotEncoding()];

    private static double OneFlow(TrainingData data, int[] trainBlocks, int[] testBlocks, ulong seed)
    {
        int[] Rows(int[] chosen) => [.. chosen.SelectMany(b => Enumerable.Range(b * BlockFlows, Math.Min(BlockFlows, data.Features.Rows - b * BlockFlows)))];
        var test = data.Take(Rows(testBlocks));
        var model = new PipelineTrainer([new OneHotEncoding()], new GradientBoostingTrainer { Seed = seed }).Fit(data.Take(Rows(trainBlocks)), FitContext.Default);
        return Measures.Ranking(Scores.Of(model, test.Features, 1), test.Labels!)[0].Value;
    }

    // Rows in order of time, with the time since the source's flow before as the last column.
    private static TrainingData Load()
    {
        var table = DatasetCatalogue.Load(Data.Path("flows/zeek-labelled/CTU-IoT-Malware-Capture-34-1.conn.log.labeled"));
        var data = table.ToTrainingData(Features);
        var order = Enumerable.Range(0, table.Rows).OrderBy(r => table.Times![r]).ToArray();
        data = data.Take(order);
        var last = new Dictionary<int, long>();
        var wide = new Matrix(table.Rows, Features.Length + 1);
        for (int r = 0; r < table.Rows; r++)
        {
            data.Features[r].CopyTo(wide[r]);
            long time = data.Times![r];
            wide[r][^1] = last.TryGetValue(data.Groups![r], out long before) ? (time - before) / 1000f : 0;
            last[data.Groups[r]] = time;
        }
        return new TrainingData(wide, new ColumnSet([.. data.Columns.Columns, new Column("gap")])) { Labels = data.Labels, Classes = data.Classes, Groups = data.Groups, Times = data.Times };
    }

    // One window per flow, ending with it.
    private static SequenceData Windows(TrainingData data, int[] blocks)
    {
        int width = data.Features.Columns;
        var values = new List<float[]>();
        var lengths = new List<int>();
        var labels = new List<int>();
        foreach (int block in blocks)
        {
            var recent = new Dictionary<int, List<int>>();
            for (int r = block * BlockFlows; r < Math.Min((block + 1) * BlockFlows, data.Features.Rows); r++)
            {
                if (!recent.TryGetValue(data.Groups![r], out var rows)) recent[data.Groups[r]] = rows = [];
                rows.Add(r);
                if (rows.Count > Steps) rows.RemoveAt(0);
                var window = new float[Steps * width];
                for (int s = 0; s < rows.Count; s++) data.Features[rows[s]].CopyTo(window.AsSpan(s * width));
                values.Add(window);
                lengths.Add(rows.Count);
                labels.Add(data.Labels![r]);
            }
        }
        return new SequenceData(new Sequences([.. values.SelectMany(v => v)], [.. lengths], Steps, width), data.Columns, [.. labels], data.Classes);
    }
}
