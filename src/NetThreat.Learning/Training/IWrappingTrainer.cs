namespace NetThreat.Learning.Training;

/// <summary>A trainer around another (preprocessing, calibration): the hyper-parameters are those of the inner one.</summary>
public interface IWrappingTrainer : ITrainer
{
    ITrainer Inner { get; }

    /// <summary>The same around another trainer of the same sort.</summary>
    ITrainer Around(ITrainer inner);
}
