using NetThreat.Core.Flows;
using NetThreat.Core.Scores;
using NetThreat.Learning;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.SequenceWindows;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Tables;

namespace NetThreat.Detection.Scoring;

/// <summary>What a sequence model says of a host at the end of an interval.</summary>
/// <param name="Flow">The flow that ends the sequence.</param>
/// <param name="PValue">NaN from a classifier.</param>
/// <param name="Attack">Probability of the likeliest attack class; NaN from an anomaly model.</param>
internal readonly record struct SequenceVerdict(SiteHost Host, ScoredFlow Flow, double PValue, double Attack, ModelScore Score);

/// <summary>
/// One sequence model over the flows of one partition. Windows of hosts and pairs are scored once an interval, as they stand at its end, all in one
/// batch: what a host does is the same whether one flow or all of them end a sequence. First packets are scored flow by flow.
/// </summary>
internal sealed class SequenceScoring
{
    /// <summary>Sequences that wait for the interval's end: more flows of one interval than this are left to the other models, counted.</summary>
    private const int MaxPending = 8192;

    private readonly ServedModel _model;
    private readonly ISequenceModel _sequences;
    private readonly FlowSequencer _sequencer;
    private readonly bool _byFlow;
    private readonly float[] _scratch;
    private readonly SortedDictionary<(SiteHost Host, ulong High, ulong Low), Pending> _pending = [];
    private bool _unsaved;

    /// <exception cref="LearningException">The model does not fit the schema.</exception>
    public SequenceScoring(ServedModel model, FeatureSchema schema, int maxKeys)
    {
        _model = model;
        _sequences = (ISequenceModel)model.Model;
        var settings = model.Manifest.Sequence ?? throw new LearningException($"model {model.Manifest.Id()}: a sequence model needs the section 'sequence' in its manifest");
        _sequencer = new FlowSequencer(settings, model.Manifest.Columns(), schema, maxKeys);
        _byFlow = settings.Kind == SequenceKind.Packets;
        _scratch = new float[_sequencer.Steps * _sequencer.Width];
        Model = model.Manifest.Id();
    }

    /// <summary>name@version.</summary>
    public string Model { get; }

    public void Add(string site, FlowRecord record)
    {
        _unsaved = true;
        int steps = _sequencer.Add(site, record, _scratch);
        if (steps == 0) return;
        var host = new SiteHost(site, record.Key.Originator);
        var peer = record.Key.Responder;
        var key = _byFlow ? (host, record.Id.High, record.Id.Low) : _model.Manifest.Sequence!.Kind == SequenceKind.Pair ? (host, peer.High, peer.Low) : (host, 0UL, 0UL);
        if (!_pending.TryGetValue(key, out var pending))
        {
            if (_pending.Count >= MaxPending)
            {
                DetectionMetrics.Unscored.Add(1);
                return;
            }
            _pending[key] = pending = new(new float[_scratch.Length]);
        }
        pending.Set(ScoredFlow.Of(record), steps, _scratch);
    }

    /// <summary>Scores what waits, in order of host.</summary>
    public void Close(Action<SequenceVerdict> take)
    {
        if (_pending.Count == 0) return;
        _unsaved = true;
        var batch = new Sequences(_pending.Count, _sequencer.Steps, _sequencer.Width);
        int i = 0;
        foreach (var p in _pending.Values)
        {
            p.Sequence.CopyTo(batch[i]);
            batch.Lengths[i++] = p.Steps;
        }
        var outputs = new double[batch.Count * _sequences.Outputs];
        _sequences.Score(batch, outputs);
        DetectionMetrics.Scored.Add(batch.Count);
        i = 0;
        foreach (var (key, p) in _pending) take(Verdict(key.Host, p.Flow, outputs.AsSpan(_sequences.Outputs * i++, _sequences.Outputs)));
        _pending.Clear();
    }

    /// <summary>The state, or null when it has not changed since the last call.</summary>
    public byte[]? TakeChanges()
    {
        if (!_unsaved) return null;
        _unsaved = false;
        return StateCodec.Save(w =>
        {
            using var windows = new MemoryStream();
            _sequencer.Save(new ModelWriter(windows));
            StateCodec.Write(w, windows.GetBuffer().AsSpan(0, (int)windows.Length));
            w.Write(_pending.Count);
            foreach (var (key, p) in _pending)
            {
                w.Write(key.Host.ToString());
                w.Write(key.High);
                w.Write(key.Low);
                p.Save(w);
            }
        });
    }

    public void Restore(byte[] saved) => StateCodec.Load(saved, r =>
    {
        _sequencer.Load(new ModelReader(StateCodec.ReadBytes(r)));
        for (int n = r.ReadInt32(); n > 0; n--)
        {
            var key = (SiteHost.Parse(r.ReadString()), r.ReadUInt64(), r.ReadUInt64());
            _pending[key] = Pending.Load(r, _scratch.Length);
        }
    });

    private SequenceVerdict Verdict(SiteHost host, ScoredFlow flow, ReadOnlySpan<double> outputs)
    {
        double raw = _model.Raw(outputs);
        if (!_model.IsClassifier)
        {
            double p = _model.PValue(raw);
            return new(host, flow, p, double.NaN, new(Model, _sequences.Kind, ModelTask.Anomaly, raw, p, "", "", []));
        }
        int likeliest = _model.LikeliestAttack(outputs);
        return new(host, flow, double.NaN, outputs[likeliest], new(Model, _sequences.Kind, ModelTask.Classification, raw, Math.Clamp(outputs[likeliest], 0, 1), _model.Classes[likeliest], "", []));
    }

    /// <summary>A sequence that waits for the end of the interval.</summary>
    private sealed class Pending(float[] sequence)
    {
        public float[] Sequence => sequence;

        public int Steps { get; private set; }

        public ScoredFlow Flow { get; private set; }

        public void Set(ScoredFlow flow, int steps, ReadOnlySpan<float> values)
        {
            (Flow, Steps) = (flow, steps);
            values.CopyTo(sequence);
        }

        public void Save(BinaryWriter w)
        {
            StateCodec.Write(w, Flow.Id);
            StateCodec.Write(w, Flow.Responder);
            StateCodec.Write(w, Flow.Time);
            w.Write(Steps);
            foreach (float v in sequence) w.Write(v);
        }

        public static Pending Load(BinaryReader r, int length)
        {
            var p = new Pending(new float[length]) { Flow = new(StateCodec.ReadId(r), StateCodec.ReadAddress(r), StateCodec.ReadTime(r)), Steps = r.ReadInt32() };
            for (int i = 0; i < length; i++) p.Sequence[i] = r.ReadSingle();
            return p;
        }
    }
}
