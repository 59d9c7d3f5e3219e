// Trains a small model on built-in pictures, diagnoses it and writes a report: dotnet run -- FOLDER
using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Gallery;
using Uncollapse.Records.Plans;
using Uncollapse.Reporting;
using Uncollapse.Training.Loop;

var network = new NetworkPlan { Hidden = [64] };
var plan = new Plan
{
    Data = new DataPlan { Source = "synthetic:shapes?examples=2000", Binarise = Binarisation.Dynamic },
    Model = new ModelPlan { Latent = 8, Encoder = network, Decoder = network },
    Training = new TrainingPlan { Epochs = 10 },
};
using var run = Trainer.Train(plan, folder: args[0]);
run.UseBest();

var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = args[0], Plan = plan };
var diagnosis = Diagnoser.Diagnose(subject, new DiagnosisOptions { ImportanceSamples = 100 });
Console.WriteLine($"{diagnosis.Verdict}: the code tells {diagnosis.MutualInformation.Estimate:F2} nats about an example");

using var album = new Album(subject);
using var file = File.Create(Path.Combine(args[0], "report.html"));
Report.Write(new ReportContent { Title = "First", Plan = plan, Run = run.Info, History = run.History, Diagnosis = diagnosis, Pictures = album.Pictures(diagnosis) }, file);
